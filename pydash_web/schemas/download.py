"""Answer of the route on downloads."""

from pydantic import Field

from pydash_web.schemas.base import Answer


class DownloadAnswer(Answer):
    """A file that this PyDash hands out to anybody."""

    name: str = Field(description="Of the package, `fmd_export`.")
    version: str
    file_name: str
    url: str = Field(description="Where `pip install` finds it.")
    sha256: str = Field(description="Of its content, in hexadecimal.")
    size_bytes: int
