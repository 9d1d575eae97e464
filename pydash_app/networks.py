"""Whether an address lies in networks that a setting names."""

from collections.abc import Sequence
from ipaddress import ip_address

from pydash_app.settings import IpNetwork


def is_in(address: str, networks: Sequence[IpNetwork]) -> bool:
    """Whether an address lies in one of some networks; IPv4 within IPv6 counts as IPv4."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return any((mapped or parsed) in network for network in networks)
