"""Which request headers an owner may have sent to their app."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydash_app.errors import InvalidInputError
from pydash_app.pasted import strip_unseen

MOST_HEADERS = 5
LONGEST_HEADER_NAME_CHARACTERS = 64
LONGEST_HEADER_VALUE_CHARACTERS = 2_048
"""Five of them stay within what servers read: 16 kB are nginx's, 8 kB Apache's for one line."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110, section 5.1."""

_VISIBLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")

_REFUSED = frozenset(
    {
        # Of one connection, or of how a message is framed (RFC 9110, sections 7.6.1 and 8).
        *("connection", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"),
        *("expect", "http2-settings", "via", "max-forwards"),
        # With these the app may answer a part, nothing, or something that PyDash can't read.
        *("accept-encoding", "range", "if-match", "if-modified-since", "if-none-match"),
        *("if-range", "if-unmodified-since"),
        # PyDash's own.
        "fmd-export-proof",
        # What the services within clouds take for leave to hand out a machine's secrets.
        *("metadata", "metadata-flavor", "x-aws-ec2-metadata-token"),
        "x-aws-ec2-metadata-token-ttl-seconds",
    }
)
_REFUSED_BEGINNINGS = ("content-", "proxy-", "sec-")


@dataclass(frozen=True, slots=True)
class GivenHeader:
    """A header as its owner gives it.

    Attributes:
        value: empty to keep the one that is stored under that name.
    """

    name: str
    value: str = field(default="", repr=False)


def check_headers(
    given: Sequence[GivenHeader], kept: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Names and values as they are kept and sent.

    Args:
        given: by the owner.
        kept: the values that are stored, by the names in lower case.

    Raises:
        InvalidInputError: there are too many, one may not be sent, or one can't be.
    """
    if len(given) > MOST_HEADERS:
        raise _invalid(f"Give at most {MOST_HEADERS} request headers.")
    pairs = [_check(one, kept or {}) for one in given]
    twice = _find_twice(_spelling(name) for name, _ in pairs)
    if twice:
        raise _invalid(f"Give the request header {twice} once.")
    return tuple(pairs)


def parse_header(line: str) -> GivenHeader:
    """A header written as one line, `Name: value`.

    Raises:
        InvalidInputError: it is not.
    """
    name, colon, value = line.partition(":")
    if not colon:
        raise _invalid("Write a request header as 'Name: value'.")
    return GivenHeader(name, value)


def _check(given: GivenHeader, kept: Mapping[str, str]) -> tuple[str, str]:
    name = strip_unseen(given.name).removesuffix(":").rstrip()
    if len(name) > LONGEST_HEADER_NAME_CHARACTERS or not _TOKEN.fullmatch(name):
        raise _invalid(
            "The name of a request header is made of letters, digits and dashes, "
            f"{LONGEST_HEADER_NAME_CHARACTERS} at most, such as Authorization or X-Api-Key."
        )
    spelling = _spelling(name)
    if spelling in _REFUSED or spelling.startswith(_REFUSED_BEGINNINGS):
        raise _invalid(f"The request header {name} is PyDash's own to set. Leave it out.")
    value = strip_unseen(given.value) or kept.get(name.lower(), "")
    if not value:
        raise _invalid(f"Give the value of the request header {name}.")
    if len(value) > LONGEST_HEADER_VALUE_CHARACTERS:
        raise _invalid(
            f"Use at most {LONGEST_HEADER_VALUE_CHARACTERS:,} characters for the value of the "
            f"request header {name}."
        )
    if not _VISIBLE.fullmatch(value):
        raise _invalid(
            f"The value of the request header {name} has characters that headers can't carry. "
            "Use letters, digits and signs of ASCII, in one line."
        )
    return name, value


def _spelling(name: str) -> str:
    """The name as servers compare it; many take an underscore for a dash (RFC 3875, 4.1.18)."""
    return name.lower().replace("_", "-")


def _find_twice(names: Iterable[str]) -> str | None:
    seen = set[str]()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def _invalid(reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={"headers": reason})
