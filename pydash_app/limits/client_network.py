"""Who counts as one client."""

from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

HOST_BITS_OF_CLIENT = 64
"""An IPv6 customer gets at least a /64, and may take any address of it (RFC 6177)."""

WIDER_NETWORKS: Mapping[int, int] = {56: 4, 48: 16}
"""What many IPv6 customers get instead, and how many clients may live in it.

A /56 is 256 clients, a /48 65,536, and either may be one customer's (RFC 6177; RIPE-690, 4.2).
What is limited per client is limited in these, too, so many times as often. IPv4 addresses are
handed out one by one, and neighbours have nothing in common: there a client is counted alone.
"""


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


def networks_of(client: str) -> tuple[str, ...]:
    """The networks that a client may own whole, the narrowest, itself, first.

    Args:
        client: as `network_of` names it.
    """
    try:
        network = ip_network(client)
    except ValueError:
        return (client,)
    if not isinstance(network, IPv6Network):
        return (client,)
    return (client, *(str(network.supernet(new_prefix=bits)) for bits in WIDER_NETWORKS))


def is_network(name: str) -> bool:
    """Whether a name that `network_of` gave is a network, and not what can't be read as one."""
    try:
        ip_network(name)
    except ValueError:
        return False
    return True
