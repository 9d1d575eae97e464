"""What a remote tells about itself, whichever wire format it speaks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window


@dataclass(frozen=True, slots=True)
class RemoteDetails:
    """What a remote says of itself to anybody.

    Attributes:
        version: of Flask-MonitoringDashboard, such as `1.13.1`.
        first_request_at: a hint, not a bound: off by hours where the remote's zone is not UTC.
        total_requests: how many calls it holds.
        answered_at: the remote's own clock, in whole seconds; None when it does not tell.
        app_version: of the monitored app, as its owner calls it.
    """

    version: str
    first_request_at: datetime | None
    total_requests: int
    answered_at: datetime | None
    app_version: str


@dataclass(frozen=True, slots=True)
class RemoteEndpoint:
    """An endpoint of the monitored app.

    Attributes:
        is_monitored: whether the remote measures it now.
        added_at: when the remote first knew of it.
        first_version: the app's version at that time.
        last_called_at: None when it never was.
    """

    name: str
    is_monitored: bool
    added_at: datetime | None
    first_version: str
    last_called_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallsAnswer:
    """The endpoint calls of one window.

    Attributes:
        batch: all of them, in the order of their time.
        remote_now_at: the remote's own clock, in whole seconds; None when it does not tell.
        body_bytes: size of the answer, decompressed.
    """

    batch: CallBatch
    remote_now_at: datetime | None
    body_bytes: int


class Remote(Protocol):
    """A monitored app that can be asked; each method is one request and raises `RemoteError`s."""

    def get_details(self) -> RemoteDetails:
        """What the remote says of itself; needs no security code.

        Raises:
            NotFmdError: it is no Flask-MonitoringDashboard.
            UnsupportedVersionError: it is one that speaks another wire format.
        """
        ...

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """Its endpoints.

        Raises:
            WrongTokenError: the security code is not the remote's.
        """
        ...

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`.

        Raises:
            WrongTokenError: the security code is not the remote's.
            BadRemoteDataError: what came is signed rightly and can't be calls of that window.
            AnswerTooLargeError: a smaller window may fit.
        """
        ...
