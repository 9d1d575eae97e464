"""Fetching page by page, by the ids of rows."""

from datetime import datetime, timedelta

import pytest

from pydash_app.dashboard import repository
from pydash_app.dashboard.services import page_records
from pydash_app.errors import StaleWindowError
from pydash_app.measurements import repository as measurements
from pydash_app.remote import Wire
from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import MakeWatch, Watch
from tests.unit.dashboard.scripted_pages import ScriptedPages
from tests.unit.dashboard.scripted_remote import ScriptedRemote

SECOND = timedelta(seconds=1)


def spread(begin: datetime, count: int, step_s: float = 10) -> list[datetime]:
    return [begin + number * step_s * SECOND for number in range(count)]


@pytest.fixture
def watch(make_watch: MakeWatch, now: datetime) -> Watch:
    """A dashboard of a remote with 250 calls, the last a minute ago."""
    watch = make_watch(ScriptedRemote())
    pages = ScriptedPages({}, watch.clock)
    pages.add(spread(now - 2560 * SECOND, 250))
    watch.remote.pages = pages
    become(watch, Wire.EXPORT_1)
    return watch


def become(watch: Watch, wire: Wire) -> None:
    """Have the remote found to be of another kind."""
    key = str(watch.dashboard_id)

    def begin_again(root: object) -> None:
        dashboard = repository.find(root, key)  # type: ignore[arg-type]
        assert dashboard is not None
        coverage = measurements.get(root, key).coverage()  # type: ignore[arg-type]
        dashboard.fetching.begin_again(wire, coverage, now=watch.clock())

    watch.database.write(begin_again)


def rows_us(watch: Watch) -> list[int]:
    pages = watch.remote.pages
    assert pages is not None
    return sorted(to_us(at) for at in pages.rows.values())


def test_all_pages_are_fetched_each_from_where_the_last_one_ended(watch: Watch) -> None:
    watch.fetch_all()
    assert watch.stored_us() == rows_us(watch)
    assert watch.remote.pages is not None
    assert [after for after, _ in watch.remote.pages.asked] == [0, 100, 200]
    assert watch.view().fetch_progress_ratio == 1.0


def test_half_way_the_progress_is_that_of_the_ids(watch: Watch) -> None:
    watch.fetch()
    assert watch.view().fetch_progress_ratio == pytest.approx(100 / 250)
    assert watch.view().state == "backfilling"


def test_seconds_are_complete_until_shortly_before_now(watch: Watch) -> None:
    watch.fetch_all()
    until_s = watch.coverage().complete_until_s
    assert until_s is not None
    assert 15 <= watch.clock().timestamp() - until_s <= 17


def test_what_comes_late_is_stored_though_its_second_is_complete(watch: Watch) -> None:
    watch.fetch_all()
    assert watch.remote.pages is not None
    watch.remote.pages.add([watch.clock() - 3000 * SECOND])
    watch.clock.move(3600)
    watch.fetch()
    assert watch.stored_us() == rows_us(watch)


def test_rows_of_one_frozen_time_are_all_stored_once(watch: Watch, now: datetime) -> None:
    assert watch.remote.pages is not None
    watch.remote.pages.add([now - 86_400 * SECOND] * 330)
    watch.fetch_all()
    assert watch.stored_us() == rows_us(watch)


def test_ids_out_of_order_are_asked_for_only_when_they_have_settled(watch: Watch) -> None:
    pages = watch.remote.pages
    assert pages is not None
    pages.has_order = False
    late_at = pages.rows.pop(120)  # not yet visible
    assert watch.fetch() >= 15
    watch.clock.move(20)
    pages.rows[120] = late_at
    pages.add([watch.clock()] * 3)
    watch.fetch_all()
    assert {until for _, until in pages.asked[1:]} == {250}
    assert len(watch.stored_us()) == 250
    watch.clock.move(watch.fetch())
    watch.fetch_all()
    assert watch.stored_us() == rows_us(watch)


def test_an_emptied_database_begins_anew_and_nothing_is_doubled(watch: Watch) -> None:
    watch.fetch_all()
    pages = watch.remote.pages
    assert pages is not None
    before = watch.stored_us()
    kept = list(pages.rows.values())[-20:]
    pages.rows.clear()
    pages.add([*kept, watch.clock() + 60 * SECOND])
    watch.clock.move(3600)
    watch.fetch()
    watch.fetch_all()
    assert watch.stored_us() == sorted([*before, rows_us(watch)[-1]])


def test_a_page_that_somebody_else_stored_first_is_not_stored_again(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = page_records.store_page
    calls = []

    def store_twice(*args: object, **options: object) -> int:
        calls.append(1)
        count = stored(*args, **options)  # type: ignore[arg-type]
        with pytest.raises(StaleWindowError):
            stored(*args, **options)  # type: ignore[arg-type]
        return count

    monkeypatch.setattr(page_records, "store_page", store_twice)
    watch.fetch_all()
    assert len(calls) == 3
    assert watch.stored_us() == rows_us(watch)


def test_an_upgrade_goes_on_without_doubling(make_watch: MakeWatch, now: datetime) -> None:
    """From windows to pages: the old rows come again under ids, and more with them."""
    calls = spread(now - 3000 * SECOND, 200)
    watch = make_watch(ScriptedRemote(calls=calls))
    watch.fetch_all()
    assert len(watch.stored_us()) == 200
    pages = ScriptedPages({}, watch.clock)
    pages.add([*calls, now + 60 * SECOND])
    watch.remote.pages = pages
    watch.clock.move(7200)
    assert watch.fetch() == 1.0  # found to be another version
    assert watch.view().fmd_version == "5.1.0"
    watch.clock.move(1)
    watch.fetch_all()
    assert watch.stored_us() == sorted(to_us(at) for at in pages.rows.values())


def test_a_downgrade_goes_on_without_doubling(watch: Watch) -> None:
    watch.fetch_all()
    pages = watch.remote.pages
    assert pages is not None
    watch.remote.calls = [*pages.rows.values(), watch.clock() + 10 * SECOND]
    watch.remote.pages = None
    watch.clock.move(7200)
    watch.fetch()
    assert watch.view().fmd_version == "1.13.1"
    watch.clock.move(1)
    watch.fetch_all()
    assert watch.stored_us() == sorted(to_us(at) for at in watch.remote.calls)
