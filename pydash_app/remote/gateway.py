"""The way in: checks an address, finds out what answers there, hands out its client."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Self

from pydash_app.errors import (
    AnswerTooLargeError,
    NotFmdError,
    RemoteError,
    TimedOutError,
    UnreachableError,
    WrongTokenError,
)
from pydash_app.remote.address_guard import AddressGuard, IpNetwork
from pydash_app.remote.discovery import find_details
from pydash_app.remote.fmd_export_1 import Export1Client
from pydash_app.remote.fmd_windows import (
    Fmd110Client,
    Fmd111Client,
    Fmd113Client,
    Fmd200Client,
)
from pydash_app.remote.http_session import (
    TOTAL_TIMEOUT_S,
    GuardedSession,
)
from pydash_app.remote.own_headers import OwnHeaders
from pydash_app.remote.pasted_url import list_candidates
from pydash_app.remote.protocol import (
    PagedRemote,
    Remote,
    RemoteDetails,
    RemoteEndpoint,
    WindowRemote,
    Wire,
)
from pydash_app.remote.remote_url import check_url
from pydash_app.settings import Settings
from pydash_app.shares import FairPool, Refusals, current_asker
from pydash_app.tls import client_context

EXAM_TIMEOUT_S = 8.0
"""Seconds for each answer while somebody waits in front of the page."""

PROBE_TIMEOUT_S = 10.0
"""Who takes longer to say anything is down for the people who use it."""

SERVER_ERROR = "server_error"

MOST_EXAMS_AT_ONCE = 8
"""In one process. An exam occupies a thread of the web, and the remote chooses for how long."""

MOST_WAITING_FOR_EXAMS = 16
EXAM_PATIENCE_S = 5.0

EXAM_REFUSALS = Refusals(
    own="PyDash is asking several apps for you right now. Wait until they have answered.",
    busy="PyDash is asking several apps right now. Try again in a few seconds.",
    retry_after_s=10,
)

_WINDOW_CLIENTS: Mapping[Wire, type[Fmd113Client]] = {
    Wire.FMD_1_10: Fmd110Client,
    Wire.FMD_1_11: Fmd111Client,
    Wire.FMD_1_12: Fmd113Client,
    Wire.FMD_1_13: Fmd113Client,
    Wire.FMD_2_0: Fmd200Client,
}


@dataclass(frozen=True, slots=True)
class RemoteExam:
    """What was found out about a remote whose address and security code fit.

    Attributes:
        clock_offset_s: how far the remote's clock is ahead of ours, to about a second; None
            when it does not tell its time.
    """

    details: RemoteDetails
    endpoints: list[RemoteEndpoint]
    clock_offset_s: float | None


class RemoteGateway:
    """Everything that PyDash may ask of monitored apps.

    Args:
        allowed_networks: private networks that remotes may live in.
        now: tells the time.
        total_timeout_s: seconds that an answer may take while nobody waits for it.
        authorities: a file of certificates to trust besides the public authorities'.

    Raises:
        SettingsError: that file can't be used.
    """

    def __init__(
        self,
        allowed_networks: Sequence[IpNetwork] = (),
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        total_timeout_s: float = TOTAL_TIMEOUT_S,
        authorities: Path | None = None,
    ) -> None:
        self._total_timeout_s = total_timeout_s
        if authorities is not None:
            client_context(authorities)  # or what is wrong with it would be the apps' fault
        self._session = GuardedSession(AddressGuard(allowed_networks), authorities=authorities)
        self._now = now
        self._exams = FairPool(
            MOST_EXAMS_AT_ONCE,
            waiting_count=MOST_WAITING_FOR_EXAMS,
            patience_s=EXAM_PATIENCE_S,
            refusals=EXAM_REFUSALS,
        )

    @classmethod
    def of(cls, settings: Settings, *, now: Callable[[], datetime]) -> Self:
        """The gateway that an operator's settings describe.

        Raises:
            SettingsError: the certificates in `PYDASH_CA_FILE` can't be used.
        """
        return cls(settings.allowed_networks, now=now, authorities=settings.ca_file)

    def check_url(self, url: str) -> str:
        """The address of a dashboard as PyDash keeps it: without slash, query and fragment.

        Raises:
            InvalidUrlError: it is no http(s) address.
        """
        return check_url(url)

    def list_candidates(self, url: str) -> list[str]:
        """Where the dashboard may be that somebody means, see `pasted_url`.

        Raises:
            InvalidUrlError: it is no http(s) address.
        """
        return list_candidates(url)

    def examine(self, url: str, token: str) -> RemoteExam:
        """Ask whether a dashboard answers at `url`, and whether `token` is its security code.

        Raises:
            RemoteError: one of its kinds; the message says what to do, and `fields` whether
                the `url` or the `token` is to blame.
            TooManyRequestsError: too many are being examined now for the one who asks.
            UnavailableError: too many are for others.
        """
        with self._exams.place(current_asker().path):
            return self._examine(url, token)

    def _examine(self, url: str, token: str) -> RemoteExam:
        try:
            checked_url = check_url(url)
            details = self._find_details(checked_url, EXAM_TIMEOUT_S)
            offset_s = _clock_offset_s(details, self._now())
            client = self._open(checked_url, token, details.wire, EXAM_TIMEOUT_S)
            return RemoteExam(details, client.list_endpoints(), offset_s)
        except RemoteError as error:
            blamed = "token" if isinstance(error, WrongTokenError) else "url"
            error.fields = {blamed: error.message}
            raise

    def probe(self, url: str) -> str | None:
        """Ask whether an app answers at all; whatever it says, it is up.

        Returns:
            why it is down, the code of an error or `server_error`; `None` when it is up.

        Raises:
            InvalidUrlError: the address is no http(s) address.
            AddressRefusedError: it lies where PyDash may not go.
        """
        page = f"{check_url(url)}/get_json_details"
        try:
            answer = self._session.get(page, total_timeout_s=PROBE_TIMEOUT_S)
        except AnswerTooLargeError:
            return None
        except (UnreachableError, TimedOutError, NotFmdError) as error:
            return error.code
        return SERVER_ERROR if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR else None

    def limited_to(self, total_s: float) -> Self:
        """The same, for one errand: all requests together may take so many seconds."""
        limited = copy(self)
        limited._session = self._session.limited_to(total_s)  # noqa: SLF001 - its own class
        return limited

    def carrying(self, headers: OwnHeaders) -> Self:
        """The same, with an owner's headers in the requests to where these belong."""
        carrying = copy(self)
        carrying._session = self._session.carrying(headers)  # noqa: SLF001 - its own class
        return carrying

    def get_details(self, url: str) -> RemoteDetails:
        """What a remote says of itself to anybody.

        Raises:
            InvalidUrlError: the address is no http(s) address.
            NotFmdError: it is no Flask-MonitoringDashboard.
            UnsupportedVersionError: it is one that hands out no calls.
        """
        return self._find_details(check_url(url), self._total_timeout_s)

    def open_windows(self, url: str, token: str, wire: Wire = Wire.FMD_1_13) -> WindowRemote:
        """The client for a remote that is asked for windows; nothing is sent until it is asked.

        Raises:
            InvalidUrlError: the address is no http(s) address.
        """
        client = _WINDOW_CLIENTS[wire]
        return client(self._session, check_url(url), token, total_timeout_s=self._total_timeout_s)

    def open_pages(self, url: str, token: str) -> PagedRemote:
        """The client for a remote that is asked for pages; nothing is sent until it is asked.

        Raises:
            InvalidUrlError: the address is no http(s) address.
        """
        return Export1Client(
            self._session, check_url(url), token, total_timeout_s=self._total_timeout_s
        )

    def _find_details(self, url: str, total_timeout_s: float) -> RemoteDetails:
        return find_details(self._session, url, total_timeout_s=total_timeout_s)

    def _open(self, url: str, token: str, wire: Wire, total_timeout_s: float) -> Remote:
        client = Export1Client if wire is Wire.EXPORT_1 else _WINDOW_CLIENTS[wire]
        return client(self._session, url, token, total_timeout_s=total_timeout_s)


def _clock_offset_s(details: RemoteDetails, our_now: datetime) -> float | None:
    if details.answered_at is None:
        return None
    return (details.answered_at - our_now).total_seconds()
