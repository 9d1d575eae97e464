"""Who counts as one client."""

from ipaddress import IPv6Address, ip_address, ip_network

HOST_BITS_OF_CLIENT = 64
"""An IPv6 customer gets at least a /64, and may take any address of it (RFC 6177)."""


def network_of(address: str) -> str:
    """The name under which a client's uses are counted: an IPv4 address, or an IPv6 network."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, HOST_BITS_OF_CLIENT), strict=False))
    return str(parsed)
