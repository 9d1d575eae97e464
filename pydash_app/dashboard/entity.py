"""What is stored of a dashboard, apart from its measurements."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from persistent import Persistent

from pydash_app.audit import Subject
from pydash_app.dashboard.cursors import Cursors
from pydash_app.dashboard.endpoint_names import EndpointNames
from pydash_app.dashboard.old_pages import Pages  # old databases name it here
from pydash_app.dashboard.window_sight import WindowSight
from pydash_app.measurements.ledger import Coverage
from pydash_app.remote import Wire

CLOCKS_APART_S = 27 * 3600
"""How far clocks of two zones are apart, from -12 to +14 hours, and one of them set back."""

LONGEST_ERROR_CHARACTERS = 500
"""Of a sentence that may quote what a stranger's app answered; ours have some 200."""

MOST_FRESH_CALLS = 131_072
MOST_FRESH_WINDOWS = 24
"""So many calls, or windows of them, are compacted at once; fewer wait for the end of the day."""


class Dashboard(EndpointNames):
    """A monitored app that a user watches.

    Attributes:
        url: of the app's Flask-MonitoringDashboard, without a slash at its end.
        encrypted_token: the security code, see `pydash_app.dashboard.token_cipher`.
        fmd_version: of the Flask-MonitoringDashboard, as last seen.
        warning_codes: what its owner should know, see `pydash_app.dashboard.warnings`.
        encrypted_headers: request headers that its app wants, see the same module; `None`
            without any.
        header_names: what these are called.
        monitor_downtime: whether it is probed.
        fetch_interval_s: seconds between two fetches; `None` as the operator has set.
        is_paused: whether nobody asks its app, because its owner is disabled.
        fetching: an object of its own, so that a fetch never conflicts with its owner's changes.
    """

    # What the first version of PyDash did not know.
    monitor_downtime = False
    is_paused = False
    fetch_interval_s: int | None = None
    encrypted_headers: bytes | None = None
    header_names: tuple[str, ...] = ()

    def __init__(  # noqa: PLR0913  an entity has as many attributes as it has
        self,
        *,
        owner_id: str,
        name: str,
        url: str,
        encrypted_token: bytes,
        fmd_version: str,
        endpoint_names: Sequence[str],
        warning_codes: Sequence[str],
        fetching: "FetchState",
        now: datetime,
    ) -> None:
        self.id = str(uuid4())
        self.owner_id = owner_id
        self.name = name
        self.url = url
        self.encrypted_token = encrypted_token
        self.fmd_version = fmd_version
        self.endpoint_names = endpoint_names
        self.disabled_endpoint_names = ()
        self.warning_codes = tuple(warning_codes)
        self.fetching = fetching
        self.created_at = now

    @property
    def subject(self) -> Subject:
        """The dashboard in the audit list, as it is called now."""
        return Subject("dashboard", self.id, self.name, owner_id=self.owner_id)

    @property
    def source(self) -> tuple[str, bytes, bytes | None]:
        """Where its calls come from, and what it takes to ask there."""
        return self.url, self.encrypted_token, self.encrypted_headers

    @property
    def host(self) -> str:
        """Host and port of its url: whom to be polite to."""
        return urlsplit(self.url).netloc.casefold()


class FetchState(Persistent):
    """How far and how well the fetching goes.

    Attributes:
        history_from_s: where the remote's history begins as far as it says, seconds since 1970.
        window_s: how many seconds to ask for next.
        clock_lag_s: how far the remote's clock is behind ours.
        next_fetch_at: not to be asked before.
        last_fetch_at: of the last success.
        is_caught_up: whether all that was old enough at the last fetch is stored.
        failure_count: failures since then.
        is_full: whether nothing is fetched because there is as much as there may be.
        full_code: of what, where it is full: a code of `pydash_app.dashboard.warnings`.
        fresh_call_count, fresh_window_count: what was stored since the last compaction.
        compact_at: when the next compaction is due; `None` while there is nothing to do.
        refreshed_at: when the owner last asked for a fetch.
        wire: how the remote hands out its calls.
        looked_at: when it was last asked which version it is.
        recheck_after_s: from where on windows are fetched once more, because what was fetched
            there may be incomplete; `None` where none are.
        pages: how far the fetching went by pages in earlier versions of PyDash.
        window_sight: by what the remote is known again where it is asked for windows.
        observed_codes: what its owner should know of the remote as it is now, see
            `pydash_app.dashboard.warnings`.
        has_frozen_times: whether calls that came since the last fetch bear times long before it.
        imported_until_us: calls up to this instant may be stored before they are fetched.
        clock_sight: how many seconds its clock was ahead of ours, and when that was, by ours.
    """

    # The first version of PyDash compacted nothing: what it stored is due.
    compact_at: datetime | None = datetime(1970, 1, 1, tzinfo=UTC)
    fresh_call_count = 0
    fresh_window_count = 0
    is_full = False
    full_code = "call_quota"  # the only one that the first versions knew
    refreshed_at: datetime | None = None
    # The first version of PyDash read no other.
    wire = Wire.FMD_1_13.value
    looked_at: datetime | None = None
    recheck_after_s: int | None = None
    pages = Pages()
    _cursors: Cursors | None = None
    window_sight = WindowSight()
    observed_codes: tuple[str, ...] = ()
    has_frozen_times = False
    imported_until_us = 0
    clock_sight: tuple[float, datetime] | None = None

    def __init__(self, *, history_from_s: int, window_s: int, now: datetime) -> None:
        self.history_from_s = history_from_s
        self.window_s = window_s
        self.clock_lag_s = 0.0
        self.next_fetch_at = now
        self.last_fetch_at: datetime | None = None
        self.failure_count = 0
        self.error_code: str | None = None
        self.error_message: str | None = None
        self.error_since: datetime | None = None
        self.is_caught_up = False
        self.compact_at = None

    @property
    def cursors(self) -> Cursors:
        """How far the fetching goes where it goes by pages."""
        if self._cursors is None:
            return self.pages.as_cursors(is_caught_up=self.is_caught_up)
        return self._cursors

    @cursors.setter
    def cursors(self, cursors: Cursors) -> None:
        self._cursors = cursors

    def succeed(self, *, now: datetime, next_fetch_at: datetime, is_caught_up: bool) -> None:
        """Note that the remote answered as it should."""
        self.last_fetch_at = now
        self.next_fetch_at = next_fetch_at
        self.is_caught_up = is_caught_up
        self.is_full = False
        self.failure_count = 0
        self.error_code = self.error_message = self.error_since = None

    def fail(self, code: str, message: str, *, now: datetime, next_fetch_at: datetime) -> None:
        """Note that the remote could not be asked; the same cause keeps its beginning."""
        if self.error_code != code:
            self.error_since = now
        self.error_code, self.error_message = code, message[:LONGEST_ERROR_CHARACTERS]
        self.next_fetch_at = next_fetch_at
        self.failure_count += 1

    def begin_again(self, wire: Wire, coverage: Coverage, *, now: datetime) -> None:
        """Go on at once, and forget what was wrong: the remote is another, or speaks otherwise.

        What is stored may overlap with what it hands out now: the times of the two may be of
        different clocks. Where it goes on by pages, bookmarks say which rows are stored.

        Args:
            wire: how it hands out its calls.
            coverage: what was fetched.
            now: the present instant.
        """
        until_s = coverage.complete_until_s
        is_other = wire != self.wire
        self.wire = wire.value
        self.looked_at = now
        self.recheck_after_s = None
        self.observed_codes = ()
        self.has_frozen_times = False
        if is_other and until_s is not None and wire is not Wire.EXPORT_1:
            self.recheck_after_s = max(0, until_s - CLOCKS_APART_S)
        if is_other:
            self.cursors = Cursors()
        self.window_sight = WindowSight()
        if wire is Wire.EXPORT_1 or self.recheck_after_s is not None:
            self.is_caught_up = False
        self.next_fetch_at = now
        self.clock_lag_s = 0.0
        self.failure_count = 0
        self.error_code = self.error_message = self.error_since = None

    def try_soon(self, *, now: datetime) -> None:
        """Go on at once, and forget what was wrong: the same app is asked in another way."""
        self.next_fetch_at = now
        self.failure_count = 0
        self.error_code = self.error_message = self.error_since = None

    def note_stored(self, call_count: int, *, now: datetime) -> None:
        """Note that calls were stored, and when they are to be compacted."""
        if not call_count:
            return
        self.fresh_call_count += call_count
        self.fresh_window_count += 1
        is_much = (
            self.fresh_call_count >= MOST_FRESH_CALLS
            or self.fresh_window_count >= MOST_FRESH_WINDOWS
        )
        due_at = now if is_much else next_midnight(now)
        self.compact_at = min(self.compact_at or due_at, due_at)

    def note_imported(self, until_us: int, *, now: datetime) -> None:
        """Note that calls up to an instant were stored, which may be fetched later, too."""
        self.imported_until_us = max(self.imported_until_us, until_us)
        midnight = next_midnight(now)
        self.compact_at = min(self.compact_at or midnight, midnight)

    def note_compacted(self, *, next_at: datetime | None) -> None:
        """Note that what was fresh is packed, and when there may be more to do."""
        self.fresh_call_count = self.fresh_window_count = 0
        self.compact_at = next_at


def next_midnight(now: datetime) -> datetime:
    """The next one in UTC, when a day's calls are complete."""
    return datetime.combine(now.date() + timedelta(days=1), time(), UTC)
