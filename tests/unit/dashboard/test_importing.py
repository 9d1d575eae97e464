"""Importing calls from elsewhere: each is there once, whatever was stored before or after."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pydash_app.dashboard import delete, get_statistic, repository
from pydash_app.dashboard.services import call_spool, importing
from pydash_app.dashboard.services.call_spool import CallSpool
from pydash_app.dashboard.services.importing import Import, ImportReport, check_target
from pydash_app.errors import ImportSourceError, InvalidInputError, NotFoundError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window
from pydash_app.remote import PageAnswer, Wire
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.query import StatisticQuery
from tests.factories import make_batch, store_batch
from tests.unit.dashboard.conftest import MakeWatch, Watch
from tests.unit.dashboard.scripted_pages import ScriptedPages
from tests.unit.dashboard.scripted_remote import ScriptedRemote

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Page:
    batch: CallBatch
    row_count: int


@dataclass(frozen=True)
class ListSource:
    """Hands out calls at these instants, a few a page."""

    times: Sequence[datetime]
    a_page: int = 7

    def pages(self) -> Iterator[Page]:
        for low in range(0, len(self.times), self.a_page):
            batch = make_batch(self.times[low : low + self.a_page])
            yield Page(batch, len(batch))


class InterruptedByTestError(Exception):
    """Ends an import where it is."""


def spread(begin: datetime, count: int, step_s: float = 10) -> list[datetime]:
    return [begin + number * step_s * SECOND for number in range(count)]


def run(
    watch: Watch,
    times: Sequence[datetime],
    on_progress: Callable[[int], None] = lambda _: None,
) -> ImportReport:
    errand = Import(watch.database, watch.dashboard_id, watch.settings, watch.clock, on_progress)
    return errand.run(ListSource(times))


def hour_ago(now: datetime) -> int:
    return int(now.timestamp()) - 3600


def in_us(times: Sequence[datetime]) -> list[int]:
    return sorted(to_us(at) for at in times)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_spool, "CALLS_A_PART", 10)
    monkeypatch.setattr(importing, "MOST_FRESH_CALLS", 25)


def test_history_that_the_app_has_no_more_is_there_and_only_once(
    make_watch: MakeWatch, now: datetime
) -> None:
    recent, old = spread(now - 3000 * SECOND, 100), spread(now - 400 * DAY, 120)
    watch = make_watch(ScriptedRemote(calls=recent), history_from_s=hour_ago(now))
    watch.fetch_all()

    report = run(watch, [*recent, *old])
    assert (report.read_count, report.stored_count, report.known_count) == (220, 120, 100)
    assert watch.stored_us() == in_us([*recent, *old])

    assert run(watch, [*old, *recent]).stored_count == 0
    assert watch.stored_us() == in_us([*recent, *old])
    assert watch.view().first_call_at == old[0]


def test_what_was_imported_first_is_not_fetched_twice_by_windows(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = spread(now - 3000 * SECOND, 100)
    watch = make_watch(ScriptedRemote(calls=calls), history_from_s=hour_ago(now))
    run(watch, calls[:60])

    watch.fetch_all()

    assert watch.stored_us() == in_us(calls)


def test_what_was_imported_first_is_not_fetched_twice_by_pages(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = watch_pages(make_watch, ScriptedPages({}, lambda: now), now)

    run(watch, pages_of(watch)[50:150])
    watch.fetch_all()

    assert watch.stored_us() == in_us(pages_of(watch))


def test_what_is_imported_while_a_page_is_on_its_way_is_not_doubled(
    make_watch: MakeWatch, now: datetime
) -> None:
    class Meanwhile(ScriptedPages):
        def get_page(
            self, after_id: int, until_id: int | None, *, most_rows: int | None = None
        ) -> PageAnswer:
            answer = super().get_page(after_id, until_id, most_rows=most_rows)
            run(watch, list(self.rows.values())[:120])
            return answer

    watch = watch_pages(make_watch, Meanwhile({}, lambda: now), now)

    watch.fetch_all()

    assert watch.stored_us() == in_us(pages_of(watch))


def watch_pages(make_watch: MakeWatch, pages: ScriptedPages, now: datetime) -> Watch:
    """A dashboard of a remote with 250 calls, read page by page."""
    watch = make_watch(ScriptedRemote())
    pages.clock = watch.clock
    pages.add(spread(now - 2560 * SECOND, 250))
    watch.remote.pages = pages
    set_wire(watch, Wire.EXPORT_1)
    return watch


def set_wire(watch: Watch, wire: Wire) -> None:
    def change(root: object) -> None:
        dashboard = repository.get(root, str(watch.dashboard_id))  # type: ignore[arg-type]
        dashboard.fetching.wire = wire.value

    watch.database.write(change)


def pages_of(watch: Watch) -> list[datetime]:
    assert watch.remote.pages is not None
    return list(watch.remote.pages.rows.values())


def test_one_that_was_cut_off_anywhere_goes_on(make_watch: MakeWatch, now: datetime) -> None:
    calls = spread(now - 40 * DAY, 90, step_s=3600)
    for steps in range(1, 22, 5):
        watch = make_watch(ScriptedRemote(calls=[]))
        left = [steps]

        def stop(_: int, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0]:
                raise InterruptedByTestError

        with pytest.raises(InterruptedByTestError):
            run(watch, calls, stop)
        run(watch, calls)
        assert watch.stored_us() == in_us(calls)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stored=st.lists(st.integers(0, 6), max_size=40),
    imported=st.lists(st.integers(0, 6), min_size=1, max_size=60),
)
def test_of_calls_that_are_alike_as_many_are_stored_as_the_fuller_side_has(
    make_watch: MakeWatch, now: datetime, stored: list[int], imported: list[int]
) -> None:
    at = [now - 9 * DAY + (number % 3) * SECOND for number in range(7)]
    watch = make_watch(ScriptedRemote(calls=[]))
    fetched = Window(0, int(now.timestamp()))
    batch = make_batch([at[number] for number in stored])
    store_batch(watch.database, watch.dashboard_id, fetched, batch)

    run(watch, [at[number] for number in imported])

    wanted = Counter(at[number] for number in stored) | Counter(at[number] for number in imported)
    assert watch.stored_us() == in_us(list(wanted.elements()))


def test_an_app_that_is_gone_is_known_as_far_as_its_database_tells(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(calls=[now - 3 * DAY]), history_from_s=hour_ago(now))
    watch.fetch_all()
    watch.clock.move(5 * 86_400)  # nobody fetches
    run(watch, [now + 1.5 * DAY, now + 2.5 * DAY])

    query = StatisticQuery(
        statistic="total_visits",
        start_at=now + DAY / 24,
        end_at=now + 4 * DAY,
        timeslice="day",
        is_static=False,
    )
    answer = get_statistic(
        watch.database, watch.owner_id, watch.dashboard_id, query, now=watch.clock()
    )
    assert list(answer.value.values()) == [None, 1, 1, None]


def test_statuses_survive(make_watch: MakeWatch, now: datetime) -> None:
    watch = make_watch(ScriptedRemote(calls=[]))
    batch = make_batch(spread(now - DAY, 3), status_codes=[200, 0, 503])

    class Source:
        def pages(self) -> Iterator[Page]:
            yield Page(batch, 3)

    Import(watch.database, watch.dashboard_id, watch.settings, watch.clock).run(Source())

    query = StatisticQuery(statistic="error_rate")
    owner, key = watch.owner_id, watch.dashboard_id
    answer = get_statistic(watch.database, owner, key, query, now=watch.clock())
    assert answer.value == 0.5


def test_what_is_too_old_to_be_compared_is_left_out_and_counted(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(calls=[]))
    watch.settings = watch.settings.model_copy(update={"keep_calls_days": 30})
    first = run(watch, spread(now - 100 * DAY, 40))
    assert (first.stored_count, first.dropped_count) == (40, 0)

    again = run(watch, spread(now - 100 * DAY, 40))

    assert (again.stored_count, again.dropped_count) == (0, 40)
    query = StatisticQuery(statistic="total_visits")
    owner, key = watch.owner_id, watch.dashboard_id
    assert get_statistic(watch.database, owner, key, query, now=watch.clock()).value == 40


def test_a_full_dashboard_says_so_and_goes_on_when_there_is_room(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(calls=[]))
    calls = spread(now - DAY, 40)
    roomy, watch.settings = watch.settings, watch.settings.model_copy(update={"max_calls": 20})
    with pytest.raises(InvalidInputError, match="PYDASH_MAX_CALLS"):
        run(watch, calls)

    watch.settings = roomy
    run(watch, calls)

    assert watch.stored_us() == in_us(calls)


def test_an_empty_source_is_refused(make_watch: MakeWatch) -> None:
    with pytest.raises(ImportSourceError, match="no calls yet"):
        run(make_watch(ScriptedRemote(calls=[])), [])


def test_a_dashboard_must_be_there_and_stay(make_watch: MakeWatch, now: datetime) -> None:
    watch = make_watch(ScriptedRemote(calls=[]))
    assert check(watch) == "shop-api"
    delete(watch.database, watch.owner_id, watch.dashboard_id)
    with pytest.raises(NotFoundError):
        check(watch)
    with pytest.raises(NotFoundError):
        run(watch, [now])


def test_times_of_a_host_are_not_turned_where_those_stored_are_not(make_watch: MakeWatch) -> None:
    watch = make_watch(ScriptedRemote(calls=[]))
    assert check(watch, is_zone_given=True)
    set_wire(watch, Wire.FMD_1_10)
    assert check(watch)
    with pytest.raises(InvalidInputError, match="--timezone"):
        check(watch, is_zone_given=True)


def check(watch: Watch, *, is_zone_given: bool = False) -> str:
    return check_target(
        watch.database, watch.dashboard_id, is_zone_given=is_zone_given, settings=watch.settings
    )


@given(numbers=st.lists(st.integers(0, 5), max_size=60))
def test_a_spool_gives_back_all_calls_in_order_and_parts_no_two_that_are_alike(
    numbers: list[int],
) -> None:
    begin = datetime.fromisoformat("2026-01-05T00:00:00Z")
    batch = make_batch(
        [begin + number // 2 * SECOND for number in numbers],
        durations_ms=[1.5 + number for number in numbers],
        ips=[f"10.0.0.{number}" for number in numbers],
    )
    shuffled = replace(batch)
    with CallSpool.open() as spool:
        for low in range(0, len(numbers), 4):
            spool.add(shuffled.take(np.arange(low, min(low + 4, len(numbers)))))
        parts = list(spool.parts())

    rows = [row for part in parts for row in rows_of(part)]
    assert Counter(rows) == Counter(rows_of(batch))
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    borders = [(rows_of(one)[-1][:2], rows_of(two)[0][:2]) for one, two in pairwise(parts)]
    assert all(before != after for before, after in borders)


def rows_of(batch: CallBatch) -> list[tuple[int, float, str]]:
    ips = [batch.ip.texts[code] for code in batch.ip.codes.tolist()]
    return list(zip(batch.called_at_us.tolist(), batch.duration_ms.tolist(), ips, strict=True))
