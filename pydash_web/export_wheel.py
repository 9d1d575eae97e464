"""Hands out the wheel of `fmd_export`, with which an app of today lets PyDash read its calls.

No package index has it under this name; whoever runs this PyDash has it, and whoever can open
PyDash can install it from there.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request

from pydash_app.errors import NotFoundError, UnavailableError

WHEEL_FOLDER = Path(__file__).parent / "downloads"
"""Where `fmd_export/build_wheel.py` puts it."""

PLACE = "/downloads/"
SUM_SUFFIX = ".sha256"
CACHED = "public, max-age=3600"
NAME = "fmd_export"
NOT_BUILT = (
    f"The wheel of {NAME} is not built yet. Whoever runs this PyDash runs `make setup`, then "
    "starts PyDash again."
)


@dataclass(frozen=True, slots=True)
class ExportWheel:
    """The wheel, as it is handed out as long as the process lives."""

    file_name: str
    content: bytes = field(repr=False)

    @property
    def version(self) -> str:
        """As its name says (PEP 427: name, version, tags)."""
        return self.file_name.split("-")[1]

    @property
    def sha256(self) -> str:
        """Of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()

    def address(self, public_url: str) -> str:
        """Where it is handed out."""
        return f"{public_url}{PLACE}{self.file_name}"


def find_wheel(folder: Path = WHEEL_FOLDER) -> ExportWheel | None:
    """Read the wheel; `None` where none is built."""
    found = max(folder.glob(f"{NAME}-*.whl"), key=lambda path: path.stat().st_mtime, default=None)
    return None if found is None else ExportWheel(found.name, found.read_bytes())


def add_downloads(app: Flask, wheel: ExportWheel | None, public_url: str) -> None:
    """Let an app hand the wheel out, and the file with its SHA-256 beside it."""

    def show(file_name: str) -> Response:
        if wheel is None:
            raise UnavailableError(NOT_BUILT)
        if file_name == wheel.file_name:
            return _send(wheel.content, "application/octet-stream", wheel.file_name)
        if file_name == wheel.file_name + SUM_SUFFIX:
            line = f"{wheel.sha256}  {wheel.file_name}\n".encode()
            return _send(line, "text/plain; charset=utf-8", file_name)
        raise NotFoundError(f"That is not here. This PyDash has {wheel.address(public_url)}")

    app.add_url_rule(f"{PLACE}<name:file_name>", "downloads", show, methods=["GET"])


def _send(content: bytes, content_type: str, file_name: str) -> Response:
    """Send it whole, in part, or not at all to somebody who has it.

    Source:
        RFC 9110, chapters 13 and 14; RFC 9530 for `Repr-Digest`.
    """
    response = Response(content, content_type=content_type)
    digest = sha256(content)
    response.set_etag(digest.hexdigest())
    response.headers["Repr-Digest"] = f"sha-256=:{b64encode(digest.digest()).decode()}:"
    response.headers["Cache-Control"] = CACHED
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))
    return response
