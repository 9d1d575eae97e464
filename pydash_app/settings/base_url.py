"""The address at which people find PyDash, in the one form in which it is compared and written.

Source:
    RFC 3986, 3.2.2, 3.3 and 6.2; RFC 6454, 6.2: an origin names no default port, and hosts in
    lower case and as Punycode.
"""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

import idna

EXAMPLE = "https://pydash.example.org, or https://example.org/pydash"

DEFAULT_PORTS = {"http": 80, "https": 443}

_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_UNESCAPED = "!$&'()*+,;=:@~"
_UNSAFE_BYTES = re.compile(r"%(?:2f|5c|00|0a|0d)", re.IGNORECASE)
"""A slash, a backslash, the end of a text or of a line: proxies don't agree on what these mean."""

_PAGES = frozenset({"api", "forgot-password", "index.html", "login", "register"})
"""With what an address ends that somebody has copied out of the browser."""


def read_base_url(text: str) -> str:
    """The same address without a slash at its end, its host as browsers write it.

    Raises:
        ValueError: it is none; the message says how to write it.
    """
    text = text.strip()
    if not text:
        return ""
    parts = _split(text)
    host = _read_host(parts.hostname or "")
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}{_read_path(parts.path)}"


def path_of(base_url: str) -> str:
    """The path below which PyDash lies, as a URL has it; empty where it has a host of its own."""
    return urlsplit(base_url).path


def origin_of(base_url: str) -> str:
    """What a browser sends as `Origin` from there."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        is_url = parts.scheme in DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # its message quotes the address, which may hold a password
        is_url = False
    if not is_url or not text.isprintable() or " " in text:
        raise ValueError(f"write it as {EXAMPLE}")
    if "@" in parts.netloc:
        raise ValueError(f"leave the user and the password away, as in {EXAMPLE}")
    if "?" in text or "#" in text:
        raise ValueError(f"leave away what follows the path, from its ? or # on, as in {EXAMPLE}")
    return parts


def _read_host(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return _read_name(host)
    if address.is_unspecified:
        raise ValueError(
            f"{host} stands for every address of a machine, and nobody can open it; write the "
            f"name or the address that people use, as in {EXAMPLE}"
        )
    return f"[{address}]" if ":" in host else str(address)


def _read_name(host: str) -> str:
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        name = ""
    if not re.fullmatch(r"[A-Za-z0-9_]([\w.-]*[A-Za-z0-9_.])?", name, re.ASCII) or ".." in name:
        raise ValueError(f"its host can't be a name; write it as {EXAMPLE}")
    return name.rstrip(".").lower()


def _read_path(path: str) -> str:
    if not path.strip("/"):
        return ""
    segments = [_read_segment(segment) for segment in path.strip("/").split("/")]
    if not all(segments):
        raise ValueError(f"its path can't be used; write it as {EXAMPLE}")
    if unquote(segments[-1]).lower() in _PAGES:
        raise ValueError(
            f"its path ends with one of PyDash's own pages; leave {segments[-1]!r} away"
        )
    return "/" + "/".join(segments)


def _read_segment(segment: str) -> str:
    """A part of a path as browsers write it; empty where it can't be one."""
    written = quote(segment, safe=f"%{_UNESCAPED}")
    if not _SEGMENT.fullmatch(written) or _UNSAFE_BYTES.search(written):
        return ""
    # In one form only (RFC 3986, 6.2.2): what needs no escape has none.
    return "" if unquote(written) in (".", "..") else quote(unquote_to_bytes(written), _UNESCAPED)
