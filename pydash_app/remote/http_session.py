"""The one way out to other machines over HTTP: guarded, patient to a limit, never led on."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests_hardened import Config, HTTPSession

from pydash_app.errors import AnswerTooLargeError, TimedOutError
from pydash_app.remote.address_guard import AddressGuard, IpAddress
from pydash_app.remote.deadline import Deadline
from pydash_app.remote.http_failures import FOREIGN_ERRORS, translate, was_never_connected
from pydash_app.remote.own_headers import NO_HEADERS, OwnHeaders
from pydash_app.remote.pinned_adapter import PinnedAdapter
from pydash_app.remote.refusals import refuse
from pydash_app.remote.remote_url import DEFAULT_PORTS
from pydash_app.remote.retry_after import parse_retry_after

CONNECT_TIMEOUT_S = 5.0
TOTAL_TIMEOUT_S = 60.0
MAX_BODY_BYTES = 16 * 1024 * 1024
"""Some 50,000 calls. Four times as much, made of the shortest rows, would take a worker 500 MB."""

_PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status.

    Attributes:
        location: where a redirect points to, as sent; empty without one.
        answered_at: the other machine's clock, in whole seconds; None when it does not tell.
        body: decompressed.
        headers: by their names in lower case.
        retry_after_s: for how long the other machine asks to be left alone; `None` where it does
            not.
        carried: the names of the owner's headers that the request bore.
    """

    url: str
    status: int
    content_type: str
    location: str
    answered_at: datetime | None
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after_s: int | None = None
    carried: tuple[str, ...] = ()


class GuardedSession:
    """Asks other machines, and keeps nothing between two requests: no connection, no cookie.

    Args:
        guard: says where it may connect to.
        authorities: a file of certificates to trust besides the public authorities'.
        errand: by when all requests together must be over; `None` where each counts for itself.
        own_headers: what an owner wants sent to their app.
    """

    def __init__(
        self,
        guard: AddressGuard,
        *,
        authorities: Path | None = None,
        errand: Deadline | None = None,
        own_headers: OwnHeaders = NO_HEADERS,
    ) -> None:
        self._guard = guard
        self._authorities = authorities
        self._errand = errand
        self.own_headers = own_headers

    def limited_to(self, total_s: float) -> "GuardedSession":
        """The same, for requests that together may take so many seconds from now on."""
        limited = copy(self)
        limited._errand = Deadline(total_s)  # noqa: SLF001 - its own class
        return limited

    def carrying(self, own_headers: OwnHeaders) -> "GuardedSession":
        """The same, with an owner's headers in the requests to where these belong."""
        carrying = copy(self)
        carrying.own_headers = own_headers
        return carrying

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
            sent = {**self.own_headers.sent_to(url), **(headers or {})}
            request = requests.Request("GET", url, headers=sent).prepare()
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
        port = parts.port or DEFAULT_PORTS[parts.scheme]
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
        with (
            _open_session(address, deadline, self._authorities) as session,
            session.get(url, headers=request.headers, stream=True, timeout=timeouts) as response,
        ):
            return self._to_answer(response, url, max_body_bytes)

    def _to_answer(self, response: requests.Response, url: str, max_body_bytes: int) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        answered_at = _parse_date(headers.get("date", ""))
        return Answer(
            url=url,
            status=response.status_code,
            content_type=headers.get("content-type", ""),
            location=headers.get("location", ""),
            answered_at=answered_at,
            body=_read_body(response, max_body_bytes),
            headers=headers,
            retry_after_s=parse_retry_after(
                headers.get("retry-after", ""), answered_at, datetime.now(UTC)
            ),
            carried=tuple(self.own_headers.sent_to(url)),
        )


def _open_session(
    address: IpAddress, deadline: Deadline, authorities: Path | None
) -> requests.Session:
    session = _PlainSession(
        Config(
            ip_filter_enable=False,  # PinnedAdapter, which knows what is allowed, does it
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=(CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S),
            user_agent_override=_user_agent(),
        )
    )
    session.trust_env = False
    session.headers["Accept-Encoding"] = "gzip"
    session.headers["Connection"] = "close"
    for scheme in DEFAULT_PORTS:
        session.mount(f"{scheme}://", PinnedAdapter(scheme, address, deadline, authorities))
    return session


class _PlainSession(HTTPSession):
    """A session that leaves redirects alone."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        """None: requests reads a redirect's whole body, however large, to prepare the next."""
        return


def _read_body(response: requests.Response, max_body_bytes: int) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise refuse("unasked_packing", packing=repr(encoding[:40]))
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
