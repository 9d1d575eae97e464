"""What a remote tells about itself, whichever wire format it speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window


class Wire(StrEnum):
    """How a remote hands out its calls. What is stored of a dashboard holds these words."""

    FMD_1_10 = "1.10"
    """By the host's clock, from an instant on."""
    FMD_1_11 = "1.11"
    """By the host's clock, in windows."""
    FMD_1_12 = "1.12"
    """In windows of UTC; tells nothing of itself."""
    FMD_1_13 = "1.13"
    """In windows of UTC."""
    FMD_2_0 = "2.0"
    """In windows of UTC, with endpoints by number."""
    EXPORT_1 = "export 1"
    """Page by page, by the ids of rows: what `fmd_export` opens."""

    @property
    def is_local_time(self) -> bool:
        """Whether its times are those of its host's clock, of which nobody knows the zone."""
        return self in (Wire.FMD_1_10, Wire.FMD_1_11)


@dataclass(frozen=True, slots=True)
class RemoteDetails:
    """What a remote says of itself to anybody.

    Attributes:
        version: of Flask-MonitoringDashboard, such as `1.13.1`.
        wire: how it hands out its calls.
        first_request_at: a hint, not a bound: off by hours where the remote's zone is not UTC.
        total_requests: how many calls it holds; 0 where it does not tell.
        answered_at: the remote's own clock, in whole seconds; None when it does not tell.
        app_version: of the monitored app, as its owner calls it; empty where it does not tell.
    """

    version: str
    wire: Wire
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


@dataclass(frozen=True, slots=True)
class KnownRows:
    """Rows that are stored of one database, by which it can be told from others.

    Attributes:
        marks: bookmarks of rows, the newest first.
        until: of the row up to which to read, where ids may appear out of order; its digest may be
            missing.
    """

    marks: tuple[str, ...]
    until: str | None = None


@dataclass(frozen=True, slots=True)
class FallbackPlace:
    """Where to read on in the app of an older fmd_export, which knows nothing of bookmarks.

    Attributes:
        after_id: the row behind it should be one that is stored; 0 for the beginning.
        until_id: of the last row that is old enough; `None` where all are.
    """

    after_id: int = 0
    until_id: int | None = None


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The endpoint calls of one page.

    Attributes:
        batch: all of them, in the order of their time.
        next_after_id: where the next page begins.
        last_id: the highest id that the remote has.
        remote_now_at: the remote's own clock, in whole seconds; None when it does not tell.
        first_mark, last_mark: bookmarks of the first and the last row; `None` where there is none.
        end_mark: of the row with the highest id; `None` where the remote does not say.
        cursor: the number of the known rows that this page follows on; `None` where the database
            that answered holds none of them, and this is its beginning.
        after: the bookmark of the row that this page follows on.
        known: which bookmarks the database holds; `None` where the remote does not say.
        has_ids_in_order: whether no row appears after one with a higher id; `None` where the
            remote does not say.
        is_placed: whether the page can be used: an older fmd_export may answer from the middle of
            a database that nothing is known of.
    """

    batch: CallBatch
    next_after_id: int
    last_id: int
    remote_now_at: datetime | None
    first_mark: str | None = None
    last_mark: str | None = None
    end_mark: str | None = None
    cursor: int | None = None
    after: str | None = None
    known: frozenset[str] | None = None
    has_ids_in_order: bool | None = None
    is_placed: bool = True


class Remote(Protocol):
    """A monitored app that can be asked; each method is one request and raises `RemoteError`s."""

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """Its endpoints.

        Raises:
            WrongTokenError: the security code is not the remote's.
        """
        ...


class WindowRemote(Remote, Protocol):
    """A remote that is asked for windows of seconds."""

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`, by the remote's clock where that is all it knows.

        Raises:
            WrongTokenError: the security code is not the remote's.
            BadRemoteDataError: what came is signed rightly and can't be calls of that window.
            AnswerTooLargeError: a smaller window may fit.
        """
        ...

    def get_calls_after(self, after_s: int) -> CallsAnswer:
        """All calls served after a second.

        Raises:
            the same as `get_calls`.
        """
        ...


class PagedRemote(Remote, Protocol):
    """A remote that is asked for pages of rows, by their ids."""

    def read_on(self, known: Sequence[KnownRows], fallback: FallbackPlace) -> PageAnswer:
        """The calls that follow on known rows in the database that answers, whichever it is.

        Args:
            known: of each database that is known.
            fallback: what to ask an older fmd_export for.

        Raises:
            WrongTokenError: the security code is not the remote's.
            BadRemoteDataError: what came is signed rightly and can't be that page.
        """
        ...

    def get_page(
        self, after_id: int, until_id: int | None, *, most_rows: int | None = None
    ) -> PageAnswer:
        """The calls whose row has `after_id < id <= until_id`, or the first of them.

        Args:
            after_id: of the last row that is stored; 0 to begin with.
            until_id: of the last that is old enough; `None` where all are.
            most_rows: that are wanted; `None` for as many as the remote gives.

        Raises:
            WrongTokenError: the security code is not the remote's.
            BadRemoteDataError: what came is signed rightly and can't be that page.
        """
        ...

    def has_ids_in_order(self) -> bool:
        """Whether a row never appears after one with a higher id.

        Raises:
            WrongTokenError: the security code is not the remote's.
        """
        ...
