"""Sends an answer while it is being made."""

import errno
import logging
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from flask import Response

from pydash_app.errors import PydashError
from pydash_app.text_forms import normalize
from pydash_web.route import Stream
from pydash_web.sharing import Share

LONGEST_NAME = 100
"""Characters of a file name; file systems take 255 bytes, and one character may need four."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f"*/:<>?\\|%\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""What no file name may hold on some system, and what shows a name in another order."""

_log = logging.getLogger(__name__)


def send(stream: Stream, share: Share) -> Response:
    """Answer with a file.

    Args:
        stream: what to send.
        share: of whoever asks. Whoever takes a file decides how long that lasts, and occupies a
            thread meanwhile; but works only while a part of it is being made.

    Raises:
        TooManyRequestsError: they are taking as many as they may.
        UnavailableError: so many are being sent to others now.
    """
    release = share.stream()
    parts = _cut_off_at_failure(_taking_turns(stream.parts, share))
    response = Response(parts, mimetype=stream.media_type)
    response.call_on_close(release)
    response.headers.update(stream.headers)
    response.headers.set("Content-Disposition", "attachment", **_name(stream.file_name))
    return response


def make_file_name(name: str, ending: str) -> str:
    """Write a file name that every system takes.

    Args:
        name: any text.
        ending: `csv` and the like.
    """
    stem = _UNFIT.sub(" ", f"pydash {name}")[:LONGEST_NAME]
    return f"{'-'.join(stem.split())}.{ending}"


def _name(file_name: str) -> dict[str, str]:
    """Write a file name twice: for every client, and for those that read more than ASCII.

    Source:
        RFC 6266, section 4.3 and appendix D; RFC 8187.
    """
    decomposed = normalize("NFKD", file_name)
    plain = decomposed.encode("ascii", "ignore").decode()
    if plain == file_name:
        return {"filename": plain}
    # A lone surrogate can be typed through JSON.
    encoded = quote(file_name.encode("utf-8", "replace"), safe="")
    return {"filename": _UNFIT.sub("", plain), "filename*": f"UTF-8''{encoded}"}


def _taking_turns(parts: Iterable[bytes], share: Share) -> Iterator[bytes]:
    made = iter(parts)
    while True:
        with share.working():
            part = next(made, None)
        if part is None:
            return
        yield part


def _cut_off_at_failure(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Pass the parts on, and break the connection instead of ending well where one fails.

    Raises:
        ConnectionResetError: the server takes it as its client's doing, and closes the connection
            without the chunk that ends a complete answer.
    """
    try:
        yield from parts
    except PydashError as error:
        _log.warning("An answer had to be cut off: %s", error.message)
        raise ConnectionResetError(errno.ECONNRESET, "The answer is incomplete.") from error
