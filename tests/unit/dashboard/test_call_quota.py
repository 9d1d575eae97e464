"""A dashboard holds only so many calls and bytes, and its owner hears why no more come."""

from datetime import datetime, timedelta

import pytest

from pydash_app.dashboard.services import compaction
from pydash_app.dashboard.services.importing import Import
from pydash_app.errors import InvalidInputError
from pydash_app.measurements import repository as measurements
from pydash_app.settings import Settings
from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import SETTINGS, MakeWatch, Watch
from tests.unit.dashboard.instants import every, seconds
from tests.unit.dashboard.named_calls import NamedCall, NamedRemote, NamedSource
from tests.unit.dashboard.scripted_remote import ScriptedRemote

HOUR_S = 3600


def with_quota(most_calls: int) -> Settings:
    return SETTINGS.model_copy(update={"max_calls": most_calls})


def test_at_the_quota_the_fetching_stops_with_a_warning(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = every(timedelta(minutes=1), since=timedelta(hours=10), now=now)
    watch = make_watch(ScriptedRemote(calls), history_from_s=seconds(now) - 10 * HOUR_S)
    watch.settings = with_quota(100)
    for _ in range(5):
        watch.clock.move(watch.fetch())
    asked_count, stored = len(watch.remote.asked), watch.stored_us()
    assert stored == [to_us(at) for at in calls[: len(stored)]]
    assert 100 <= len(stored) < 600
    assert watch.fetch() == watch.settings.fetch_interval
    assert len(watch.remote.asked) == asked_count
    assert [warning.code for warning in watch.view().warnings] == ["call_quota"]


def test_more_room_lets_the_fetching_go_on_where_it_stopped(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = every(timedelta(minutes=1), since=timedelta(hours=10), now=now)
    watch = make_watch(ScriptedRemote(calls), history_from_s=seconds(now) - 10 * HOUR_S)
    watch.settings = with_quota(100)
    for _ in range(5):
        watch.clock.move(watch.fetch())
    watch.settings = with_quota(0)
    watch.fetch_all()
    known = [to_us(at) for at in calls]
    assert watch.stored_us()[: len(known)] == known
    assert watch.view().warnings == []


def of_three_megabytes(now: datetime) -> list[NamedCall]:
    """Calls of some days, each with a group of its own that takes two kilobytes to keep."""
    return [
        NamedCall(now - timedelta(minutes=4 * number + 20), group_by=f"{number} {'x' * 1000}")
        for number in range(1500)
    ]


def with_megabytes(most: int) -> Settings:
    return SETTINGS.model_copy(update={"max_dashboard_megabytes": most})


def fill_up(make_watch: MakeWatch, now: datetime) -> Watch:
    """Fetch until as many bytes are stored as there may be."""
    named = of_three_megabytes(now)
    watch = make_watch(NamedRemote(named=named), history_from_s=seconds(now) - 5 * 24 * HOUR_S)
    watch.settings = with_megabytes(1)
    for _ in range(200):
        if watch.fetch() == watch.settings.fetch_interval:
            break
        watch.clock.move(1)
    return watch


def stored_bytes(watch: Watch) -> int:
    key = str(watch.dashboard_id)
    return watch.database.read(lambda root: measurements.get(root, key).stored_bytes)


def test_at_the_megabytes_allowed_the_fetching_stops_with_a_warning(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = fill_up(make_watch, now)
    asked_count = len(watch.remote.asked)
    assert 1_000_000 <= stored_bytes(watch) < 1_500_000
    assert watch.fetch() == watch.settings.fetch_interval
    assert len(watch.remote.asked) == asked_count
    assert [warning.code for warning in watch.view().warnings] == ["byte_quota"]


def test_more_megabytes_let_the_fetching_go_on_and_nothing_is_missing(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = fill_up(make_watch, now)
    watch.settings = with_megabytes(0)
    watch.fetch_all()
    assert watch.stored_us() == sorted(to_us(call.at) for call in of_three_megabytes(now))
    assert watch.view().warnings == []


def test_bytes_that_the_retention_frees_let_the_fetching_go_on(
    make_watch: MakeWatch, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pydash_app.measurements.segment.MOST_CALLS", 100)
    monkeypatch.setattr("pydash_app.measurements.packed.MOST_CALLS", 100)
    calls = every(timedelta(seconds=4), since=timedelta(days=2), now=now)
    watch = make_watch(
        ScriptedRemote(calls), history_from_s=seconds(now) - 48 * HOUR_S, window_s=HOUR_S
    )
    watch.fetch_all()
    compact(watch, watch.settings)
    monkeypatch.setattr("pydash_app.dashboard.quotas.MEGABYTE", 1)
    watch.settings = with_megabytes(stored_bytes(watch))
    watch.clock.move(2 * 24 * HOUR_S)
    watch.fetch()
    assert [warning.code for warning in watch.view().warnings] == ["byte_quota"]

    compact(watch, watch.settings.model_copy(update={"keep_calls_days": 1}))

    asked_count = len(watch.remote.asked)
    watch.fetch_all()
    assert len(watch.remote.asked) > asked_count
    assert watch.view().warnings == []


def compact(watch: Watch, settings: Settings) -> None:
    compaction.compact(watch.database, watch.dashboard_id, settings=settings, now=watch.clock())


def test_an_import_stops_at_the_megabytes_allowed_and_goes_on_with_more(
    make_watch: MakeWatch, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pydash_app.dashboard.services.call_spool.CALLS_A_PART", 100)
    named = of_three_megabytes(now)
    watch = make_watch(ScriptedRemote([]))
    full = Import(watch.database, watch.dashboard_id, with_megabytes(1), watch.clock)
    with pytest.raises(InvalidInputError, match="Raise PYDASH_MAX_DASHBOARD_MEGABYTES") as refusal:
        full.run(NamedSource(named))
    assert refusal.value.code == "quota_exceeded"
    assert 0 < len(watch.stored_us()) < len(named)
    Import(watch.database, watch.dashboard_id, with_megabytes(0), watch.clock).run(
        NamedSource(named)
    )
    assert watch.stored_us() == sorted(to_us(call.at) for call in named)
