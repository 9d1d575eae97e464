"""The one way out to other machines over HTTP: guarded, patient to a limit, never led on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter_adapter import IPFilterAdapter

from pydash_app.errors import AnswerTooLargeError, TimedOutError, UnreachableError
from pydash_app.remote.address_guard import AddressGuard, IpAddress
from pydash_app.remote.deadline import Deadline, hold_to
from pydash_app.remote.http_failures import FOREIGN_ERRORS, translate, was_never_connected

CONNECT_TIMEOUT_S = 5.0
TOTAL_TIMEOUT_S = 60.0
MAX_BODY_BYTES = 16 * 1024 * 1024
"""Some 50,000 calls. Four times as much, made of the shortest rows, would take a worker 500 MB."""

_PIECE_BYTES = 64 * 1024
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status.

    Attributes:
        location: where a redirect points to, as sent; empty without one.
        answered_at: the other machine's clock, in whole seconds; None when it does not tell.
        body: decompressed.
    """

    url: str
    status: int
    content_type: str
    location: str
    answered_at: datetime | None
    body: bytes


class GuardedSession:
    """Asks other machines, and keeps nothing between two requests: no connection, no cookie.

    Args:
        guard: says where it may connect to.
        authorities: a file of certificates to trust instead of the public authorities'.
        errand: by when all requests together must be over; `None` where each counts for itself.
    """

    def __init__(
        self,
        guard: AddressGuard,
        *,
        authorities: Path | None = None,
        errand: Deadline | None = None,
    ) -> None:
        self._guard = guard
        self._authorities = authorities
        self._errand = errand

    def limited_to(self, total_s: float) -> "GuardedSession":
        """The same, for requests that together may take so many seconds from now on."""
        return GuardedSession(self._guard, authorities=self._authorities, errand=Deadline(total_s))

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        total_timeout_s: float = TOTAL_TIMEOUT_S,
    ) -> Answer:
        """Ask for `url`, which `check_url` has passed; redirects are answers like any other.

        The name is resolved once. Where it has several addresses, the next is tried when one
        can't be connected to.

        Raises:
            AddressRefusedError: the address lies where PyDash may not go.
            UnreachableError: nobody answers, or the answer broke off.
            TimedOutError: the whole answer was not there after `total_timeout_s`.
            AnswerTooLargeError: it is larger than `max_body_bytes`, decompressed.
            NotFmdError: what answers does not speak HTTP.
        """
        deadline = self._begin(total_timeout_s)
        host = urlsplit(url).hostname or ""
        try:
            request = requests.Request("GET", url, headers=headers).prepare()
            return self._get_from_first(request, deadline, max_body_bytes)
        except FOREIGN_ERRORS as error:
            raise translate(error, host, deadline, connect_timeout_s=CONNECT_TIMEOUT_S) from error

    def _begin(self, total_timeout_s: float) -> Deadline:
        if self._errand is None:
            return Deadline(total_timeout_s)
        if self._errand.is_over:
            raise TimedOutError(
                "The app's answers took too long all together. "
                "The app may be overloaded; try again later."
            )
        return Deadline(min(total_timeout_s, self._errand.remaining_s()))

    def _get_from_first(
        self, request: requests.PreparedRequest, deadline: Deadline, max_body_bytes: int
    ) -> Answer:
        """The answer of the first address that takes the call."""
        parts = urlsplit(str(request.url))
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        *others, last = self._guard.resolve(
            parts.hostname or "", port, timeout_s=deadline.remaining_s()
        )
        for address in others:
            try:
                return self._get_from(address, request, deadline, max_body_bytes)
            except requests.exceptions.ConnectionError as error:
                if not was_never_connected(error):
                    raise
        return self._get_from(last, request, deadline, max_body_bytes)

    def _get_from(
        self,
        address: IpAddress,
        request: requests.PreparedRequest,
        deadline: Deadline,
        max_body_bytes: int,
    ) -> Answer:
        url = str(request.url)
        timeouts = (min(CONNECT_TIMEOUT_S, deadline.remaining_s()), deadline.remaining_s())
        verify = True if self._authorities is None else str(self._authorities)
        with (
            _open_session(address, deadline) as session,
            session.get(
                url, headers=request.headers, stream=True, timeout=timeouts, verify=verify
            ) as response,
        ):
            return Answer(
                url=url,
                status=response.status_code,
                content_type=response.headers.get("Content-Type", ""),
                location=response.headers.get("Location", ""),
                answered_at=_parse_date(response.headers.get("Date", "")),
                body=_read_body(response, max_body_bytes),
            )


def _open_session(address: IpAddress, deadline: Deadline) -> requests.Session:
    session = _PlainSession(
        Config(
            ip_filter_enable=False,  # _PinnedAdapter, which knows what is allowed, does it
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=(CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S),
            user_agent_override=_user_agent(),
        )
    )
    session.trust_env = False
    session.headers["Accept-Encoding"] = "gzip"
    session.headers["Connection"] = "close"
    for scheme in _DEFAULT_PORTS:
        session.mount(f"{scheme}://", _PinnedAdapter(scheme, address, deadline))
    return session


class _PlainSession(HTTPSession):
    """A session that leaves redirects alone."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        """None: requests reads a redirect's whole body, however large, to prepare the next."""
        return


class _PinnedAdapter(IPFilterAdapter):
    """Connects to one address, and speaks to it under the name that stands in the URL.

    It takes the place of the library's own resolving, which knows no allowed networks and
    tries a name's first address only. The address has passed `AddressGuard`.
    """

    def __init__(self, scheme: str, address: IpAddress, deadline: Deadline) -> None:
        super().__init__(is_https_proto=scheme == "https")
        self._address = address
        self._deadline = deadline

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
        request.headers["Host"] = urlsplit(str(request.url)).netloc
        is_ipv6 = isinstance(self._address, IPv6Address)
        host["host"] = f"[{self._address}]" if is_ipv6 else str(self._address)
        return host, pool

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """A pool whose connections keep to the deadline."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        hold_to(pool, self._deadline)
        return pool


def _read_body(response: requests.Response, max_body_bytes: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise UnreachableError(
            f"The app packs its answers as {encoding[:40]!r}, which PyDash did not ask for. "
            "Look for a proxy in front of the app that does so."
        )
    pieces = bytearray()
    while piece := response.raw.read(_PIECE_BYTES, decode_content=True):
        pieces += piece
        if len(pieces) > max_body_bytes:
            raise AnswerTooLargeError(
                f"The app's answer is larger than PyDash reads at once ({max_body_bytes:,} "
                "bytes). It asks for less next time; if this stays, check that the app runs an "
                "unchanged Flask-MonitoringDashboard."
            )
    return bytes(pieces)


def _parse_date(header: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    return date.astimezone(UTC) if date.tzinfo else None


def _user_agent() -> str:
    try:
        return f"PyDash/{version('pydash-io')}"
    except PackageNotFoundError:  # run from its source, never installed
        return "PyDash"
