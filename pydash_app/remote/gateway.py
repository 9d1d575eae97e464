"""The way in: checks an address, finds out what answers there, hands out its client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore

from pydash_app.errors import RemoteError, UnavailableError, WrongTokenError
from pydash_app.remote.address_guard import AddressGuard, IpNetwork
from pydash_app.remote.fmd_1_13 import Fmd113Client
from pydash_app.remote.http_session import TOTAL_TIMEOUT_S, GuardedSession
from pydash_app.remote.protocol import Remote, RemoteDetails, RemoteEndpoint
from pydash_app.remote.remote_url import check_url

EXAM_TIMEOUT_S = 8.0
"""Seconds for each answer while somebody waits in front of the page."""

MOST_EXAMS_AT_ONCE = 3
"""In one process. An exam occupies a thread of the web, and the remote chooses for how long."""


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
    """

    def __init__(
        self,
        allowed_networks: Sequence[IpNetwork] = (),
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        total_timeout_s: float = TOTAL_TIMEOUT_S,
    ) -> None:
        self._total_timeout_s = total_timeout_s
        self._session = GuardedSession(AddressGuard(allowed_networks))
        self._now = now
        self._exams = BoundedSemaphore(MOST_EXAMS_AT_ONCE)

    def check_url(self, url: str) -> str:
        """The address of a dashboard as PyDash keeps it: without slash, query and fragment.

        Raises:
            InvalidUrlError: it is no http(s) address.
        """
        return check_url(url)

    def examine(self, url: str, token: str) -> RemoteExam:
        """Ask whether a dashboard answers at `url`, and whether `token` is its security code.

        Raises:
            RemoteError: one of its kinds; the message says what to do, and `fields` whether
                the `url` or the `token` is to blame.
            UnavailableError: too many others are being examined now.
        """
        if not self._exams.acquire(blocking=False):
            raise UnavailableError(
                "PyDash is asking several apps right now. Try again in a few seconds."
            )
        try:
            return self._examine(url, token)
        finally:
            self._exams.release()

    def _examine(self, url: str, token: str) -> RemoteExam:
        try:
            client = Fmd113Client(
                self._session, check_url(url), token, total_timeout_s=EXAM_TIMEOUT_S
            )
            details = client.get_details()
            offset_s = _clock_offset_s(details, self._now())
            return RemoteExam(details, client.list_endpoints(), offset_s)
        except RemoteError as error:
            blamed = "token" if isinstance(error, WrongTokenError) else "url"
            error.fields = {blamed: error.message}
            raise

    def open(self, url: str, token: str) -> Remote:
        """The client for a dashboard; nothing is sent until it is asked something.

        Raises:
            InvalidUrlError: the address is no http(s) address.
        """
        return Fmd113Client(
            self._session, check_url(url), token, total_timeout_s=self._total_timeout_s
        )


def _clock_offset_s(details: RemoteDetails, our_now: datetime) -> float | None:
    if details.answered_at is None:
        return None
    return (details.answered_at - our_now).total_seconds()
