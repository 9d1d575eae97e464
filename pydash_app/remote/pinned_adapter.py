"""Connects to the address that passed the guard, under the name that was asked for."""

from ipaddress import IPv6Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from pydash_app.remote.address_guard import IpAddress
from pydash_app.remote.deadline import Deadline, hold_to
from pydash_app.tls import client_context


class PinnedAdapter(IPFilterAdapter):
    """Connects to one address, and speaks to it under the name that stands in the URL.

    It takes the place of the library's own resolving, which knows no allowed networks and
    tries a name's first address only. The address has passed `AddressGuard`.

    Args:
        scheme: `http` or `https`.
        address: to connect to.
        deadline: that every read keeps to.
        authorities: trusted besides the usual ones, see `pydash_app.tls`.
    """

    def __init__(
        self, scheme: str, address: IpAddress, deadline: Deadline, authorities: Path | None
    ) -> None:
        super().__init__(is_https_proto=scheme == "https")
        self._address = address
        self._deadline = deadline
        self._authorities = authorities

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Where to connect to, and which name the certificate must bear.

        Source:
            requests-hardened 1.3.0, ip_filter_adapter.py.
        """
        found = HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
        host: dict[str, Any] = dict(found[0])
        pool: dict[str, Any] = dict(found[1])
        if self._is_https_proto:
            pool["server_hostname"] = host["host"]
            pool["ssl_context"] = client_context(self._authorities)
        request.headers["Host"] = urlsplit(str(request.url)).netloc
        is_ipv6 = isinstance(self._address, IPv6Address)
        host["host"] = f"[{self._address}]" if is_ipv6 else str(self._address)
        return host, pool

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Add no authorities to our context: it has them, and demands a certificate."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """A pool whose connections keep to the deadline."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        hold_to(pool, self._deadline)
        return pool
