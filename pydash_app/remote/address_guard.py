"""Which addresses PyDash may connect to: public ones, and those that its operator opened."""

import logging
from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from requests_hardened.ip_filter import EXTRA_BLOCKED_NET_RANGES

from pydash_app import names
from pydash_app.remote.refusals import refuse

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network

LONGEST_LOOK_UP_S = 60.0
"""Where nobody says how long it may take."""

_GLOBAL_UNICAST = ip_network("2000::/3")
"""The only part of IPv6 from which public addresses are given out.

Source: RFC 4291, section 2.4, and IANA's "IPv6 Global Unicast Address Assignments".
"""

_CLOUD_SERVICES = (
    ip_network("168.63.129.16/32"),  # Azure's platform service, a public address by its looks
    ip_network("100.100.100.200/32"),  # Alibaba Cloud
    ip_network("fd00:ec2::254/128"),  # AWS
    ip_network("fd20:ce::254/128"),  # Google Cloud
)
"""Where clouds hand out a machine's own secrets, besides the link-local 169.254.169.254."""

_log = logging.getLogger(__name__)

_REFUSED = (*EXTRA_BLOCKED_NET_RANGES, *_CLOUD_SERVICES)


class AddressGuard:
    """Resolves names, once, and lets through what may be connected to.

    Args:
        allowed_networks: opened by the operator, whatever lies in them.
        look_up: the system's resolver, or one that is called like it.
    """

    def __init__(
        self,
        allowed_networks: Sequence[IpNetwork] = (),
        *,
        look_up: names.LookUp | None = None,
    ) -> None:
        self._allowed_networks = tuple(allowed_networks)
        self._look_up = look_up

    def resolve(
        self, host: str, port: int, *, timeout_s: float = LONGEST_LOOK_UP_S
    ) -> tuple[IpAddress, ...]:
        """The addresses of `host` to try, best first. Connect to these, never to the name.

        Where the operator opened one of a name's addresses, only opened ones are tried.
        Otherwise a single refused address condemns the whole name: nobody but an attacker
        gives public and private addresses to one name.

        Raises:
            AddressRefusedError: PyDash may not connect to it.
            UnreachableError: there is no such name.
            TimedOutError: that is not known after `timeout_s`.
        """
        found = self._find(host, port, timeout_s)
        opened = tuple(address for address in found if self._is_opened(address))
        if opened:
            return opened
        for address in found:
            if not is_public(address):
                # For whoever may open a network; the user hears what they gave, and no more.
                _log.info("Refused %s, since its address is %s.", host, address)
                raise refuse("private_network", host=host)
        return found

    def _find(self, host: str, port: int, timeout_s: float) -> tuple[IpAddress, ...]:
        try:
            found = names.look_up(host, port, timeout_s=timeout_s, resolver=self._look_up)
        except TimeoutError as error:
            raise refuse("slow_name", host=host) from error
        except (OSError, UnicodeError) as error:
            raise refuse("unknown_name", host=host) from error
        return tuple(dict.fromkeys(_plain(str(entry[4][0])) for entry in found))

    def _is_opened(self, address: IpAddress) -> bool:
        return any(address in network for network in self._allowed_networks)


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to the public internet and to no cloud's inner services."""
    if any(address in network for network in _REFUSED) or address.is_multicast:
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global


def _plain(text: str) -> IpAddress:
    """The address meant: an IPv4 one dressed as IPv6 (`::ffff:10.0.0.1`) is judged as IPv4."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
