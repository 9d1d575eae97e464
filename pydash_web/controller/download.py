"""What this PyDash hands out to those who run apps."""

from pydash_web.export_wheel import NAME
from pydash_web.schemas.download import DownloadAnswer
from pydash_web.services import Services


def list_all(services: Services) -> list[DownloadAnswer]:
    """Name every file, with its address and its SHA-256."""
    wheel = services.export_wheel
    if wheel is None:
        return []
    return [
        DownloadAnswer(
            name=NAME,
            version=wheel.version,
            file_name=wheel.file_name,
            url=wheel.address(services.settings.public_url),
            sha256=wheel.sha256,
            size_bytes=len(wheel.content),
        )
    ]
