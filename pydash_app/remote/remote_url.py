"""The address of a dashboard, as users type it and as PyDash keeps it."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from pydash_app.errors import InvalidUrlError
from pydash_app.pasted import clean_address

DEFAULT_PORTS = {"http": 80, "https": 443}

LONGEST_URL_CHARACTERS = 2000
"""Longer ones are refused by many servers; RFC 9110, section 4.1, asks for 8000 at most."""

_LONGEST_HOST_CHARACTERS = 253
"""RFC 1035, section 2.3.4, as text. For 2000 characters that each stand for eighteen,
Python's IDNA takes a fifth of a second."""

_UNFIT = re.compile(r"[\x00-\x20\x7f\\\u2028\u2029]")
_EXAMPLE = "https://app.example.org/dashboard"


def check_url(url: str) -> str:
    """The same address, scheme and host in lower case, without slash, query and fragment.

    What was pasted around it goes, too, see `pydash_app.pasted`.

    Raises:
        InvalidUrlError: it is no http(s) address, or holds a name or password.
    """
    is_short = len(url) <= LONGEST_URL_CHARACTERS
    text = clean_address(url) if is_short else ""
    if not text or _UNFIT.search(text):
        raise _invalid(f"That is no web address. Write it like {_EXAMPLE}.")
    parts = _split(text)
    if parts.scheme not in ("http", "https"):
        raise _invalid(f"The address must begin with http:// or https://, like {_EXAMPLE}.")
    if parts.username is not None or parts.password is not None:
        raise _invalid(
            "Leave the user name and password out of the address: PyDash needs only the security "
            "code. Where something before the app asks for them, give them as a request header."
        )
    return urlunsplit((parts.scheme, _host_and_port(parts), parts.path.rstrip("/"), "", ""))


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise _invalid(f"The address can't be understood. Write it like {_EXAMPLE}.") from error


def _host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if not host or "%" in host or len(host) > _LONGEST_HOST_CHARACTERS:
        raise _invalid(f"The address names no machine. Write it like {_EXAMPLE}.")
    try:
        port = parts.port
        host.encode("idna" if not host.isascii() else "ascii")
    except ValueError as error:
        raise _invalid(
            "The machine's name or port in the address can't be right. "
            f"Write it like {_EXAMPLE}, with a port from 1 to 65535 where it needs one."
        ) from error
    if port == 0:
        raise _invalid("Port 0 can't be asked. Give the port that the app listens on.")
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if port is None else f"{bracketed}:{port}"


def _invalid(message: str) -> InvalidUrlError:
    return InvalidUrlError(message, fields={"url": message})
