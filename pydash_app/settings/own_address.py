"""Under which address others can reach a server that listens on all of them."""

import socket
from functools import cache
from ipaddress import ip_address

SOMEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, RFC 3849): far away, as most of the world is."""


def is_everywhere(host: str) -> bool:
    """Whether a host to listen on stands for all addresses of this machine, `0.0.0.0` or `::`."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return host == "0"


def reachable(host: str) -> str:
    """Where a server that listens on `host` can be asked for: there, or at this machine's own."""
    return find_own_address() if is_everywhere(host) else host


@cache
def find_own_address() -> str:
    """The address from which this machine would speak to others; its name where it has none.

    Its own routing table says so, and nobody who sends a request: a link in a mail must lead here,
    whatever a `Host` header says. Nothing is sent for it.
    """
    for family, far_away in SOMEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far_away, 9))
                return str(probe.getsockname()[0])
        except OSError:  # no route there
            continue
    return socket.gethostname()


def in_url(host: str) -> str:
    """A host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
