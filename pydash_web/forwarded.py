"""Reads what proxies write about a request's client, and names what can't be read.

Source:
    RFC 7239 (`Forwarded`); MDN, "X-Forwarded-For", section "Selecting an IP address": from the
    right, the first address that is no trusted proxy's; whatever stands further left may be
    anybody's invention.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

CHAIN = "HTTP_X_FORWARDED_FOR"
STANDARD = "HTTP_FORWARDED"
SINGLE = "HTTP_X_REAL_IP"

_SIGNS = re.compile(
    r"HTTP_(?:X_)?(?:FORWARDED\w*|VIA|(?:\w+_)?(?:REAL|CLIENT|CONNECTING|ORIGINATING|USER)_?IP"
    r"|REMOTE_(?:IP|ADDR)|ORIGINAL_\w+|ENVOY_\w+)"
)
"""Headers that a proxy adds and a direct client has no reason to send."""

_WITH_PORT = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<v4>[0-9.]+))(?::[0-9]{1,5})?")
_PAIR = re.compile(r"\s*(?P<name>[\w!#$%&'*+.^`|~-]+)=(?P<value>\"[^\"\\]*\"|[^\s\",;=]+)\s*")

IsTrusted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Client:
    """Whom a proxy speaks for.

    Attributes:
        address: theirs; `None` where it can't be read.
        is_proxy: whether that is the address of a trusted proxy, so that anybody may be behind.
        hops: the addresses on the way there, its own included.
    """

    address: str | None
    is_proxy: bool = False
    hops: frozenset[str] = frozenset()


UNREADABLE = Client(None)


def list_signs(environ: Mapping[str, Any]) -> list[str]:
    """The headers of a request that a proxy writes, empty ones included."""
    return [name for name in environ if _SIGNS.fullmatch(name)]


def find_client(environ: Mapping[str, Any], is_trusted: IsTrusted) -> Client:
    """The client that a trusted proxy names.

    `X-Forwarded-For` is what PyDash asks of its proxies. The two others may be a proxy's word, or
    the client's own that a proxy handed on; so they are never enough, and where one of them names
    somebody else, nothing is believed.
    """
    client = _walk(environ.get(CHAIN, "").split(","), is_trusted)
    if client.address is None:
        return UNREADABLE
    others = []
    if STANDARD in environ:
        others.append(_walk(_read_standard(environ[STANDARD]), is_trusted))
    if SINGLE in environ:
        others.append(_walk([environ[SINGLE]], is_trusted))
    return client if all(other.address in client.hops for other in others) else UNREADABLE


def read_address(entry: str) -> str | None:
    """The address in an entry, without port and brackets; IPv4 within IPv6 is IPv4.

    `None` for whatever else stands there: nothing, a word, a hidden name, an address with a zone
    (which means something to the proxy alone).
    """
    text = entry.strip(" \t")
    found = _WITH_PORT.fullmatch(text)
    if found:
        text = found["v6"] or found["v4"]
        if found["v6"] and ":" not in text:
            return None
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if getattr(address, "scope_id", None) is not None:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)


def _walk(entries: Iterable[str], is_trusted: IsTrusted) -> Client:
    """The first from the right that is no trusted proxy's, or the proxy at the far end."""
    hops: list[str] = []
    is_proxy = True
    for entry in reversed(list(entries)):
        address = read_address(entry)
        if address is None:
            return UNREADABLE
        hops.append(address)
        is_proxy = is_trusted(address)
        if not is_proxy:
            break
    return Client(hops[-1], is_proxy, frozenset(hops))


def _read_standard(value: str) -> list[str]:
    """Whom each element of a `Forwarded` header names; an empty text for one that can't be read.

    A quoted value with a comma, a semicolon or an escape is none of an address, so that nothing is
    lost by cutting through it.
    """
    return [_read_element(element) for element in value.split(",")]


def _read_element(element: str) -> str:
    named = ""
    for part in element.split(";"):
        pair = _PAIR.fullmatch(part)
        if pair is None:
            return ""
        if pair["name"].lower() == "for":
            if named:
                return ""
            named = pair["value"].strip('"')
    return named
