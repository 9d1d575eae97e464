"""Which database a window is of, where rows have no ids: up to FMD 2.0."""

from datetime import datetime, timedelta

import pytest

from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import MakeWatch, Watch
from tests.unit.dashboard.scripted_remote import ScriptedRemote

SECOND = timedelta(seconds=1)


def spread(begin: datetime, count: int, step_s: float, offset_us: int = 0) -> list[datetime]:
    return [
        begin + number * step_s * SECOND + timedelta(microseconds=offset_us)
        for number in range(count)
    ]


def calls_us(*databases: list[datetime]) -> list[int]:
    return sorted(to_us(at) for calls in databases for at in calls)


def rounds(watch: Watch, count: int = 1) -> None:
    """As many hours of fetching."""
    for _ in range(count):
        watch.clock.move(3600)
        watch.fetch()
        watch.fetch_all()


def codes(watch: Watch) -> set[str]:
    return {warning.code for warning in watch.view().warnings}


@pytest.fixture
def calls(now: datetime) -> list[datetime]:
    return spread(now - 9000 * SECOND, 150, 50)


@pytest.fixture
def watch(make_watch: MakeWatch, calls: list[datetime], now: datetime) -> Watch:
    begin_s = int((now - 10_000 * SECOND).timestamp())
    watch = make_watch(ScriptedRemote(calls=calls), history_from_s=begin_s, window_s=3600)
    watch.remote.clock = watch.clock
    watch.fetch_all()
    return watch


def test_the_same_database_is_asked_for_each_window_once(
    watch: Watch, calls: list[datetime]
) -> None:
    asked_count = len(watch.remote.asked)
    for _ in range(3):
        calls += spread(watch.clock(), 5, 60, 3)
        rounds(watch)
    assert watch.stored_us() == calls_us(calls)
    assert len(watch.remote.asked) - asked_count <= 2 * 3


def test_a_new_database_is_fetched_from_its_beginning(watch: Watch, calls: list[datetime]) -> None:
    """It has a history of its own, as that of an app that moved."""
    new = spread(watch.clock() - 8000 * SECOND, 90, 77, 7)
    watch.remote.calls = new
    new += spread(watch.clock(), 10, 60, 9)
    rounds(watch, 2)
    assert watch.stored_us() == calls_us(calls, new)
    assert "mixed_answers" not in codes(watch)


def test_a_restored_backup_goes_on(watch: Watch, calls: list[datetime]) -> None:
    restored = [*calls[:100], *spread(watch.clock(), 10, 60, 9)]
    watch.remote.calls = restored
    rounds(watch, 2)
    assert watch.stored_us() == calls_us(calls, restored[100:])


def test_two_databases_in_turn_are_both_kept(watch: Watch, calls: list[datetime]) -> None:
    other = spread(watch.clock() - 7000 * SECOND, 120, 55, 11)
    watch.remote.in_turn = [other]
    for _ in range(4):
        calls += spread(watch.clock(), 5, 600, 3)
        other += spread(watch.clock(), 7, 500, 5)
        rounds(watch)
    rounds(watch)
    assert watch.stored_us() == calls_us(calls, other)
    assert "mixed_answers" in codes(watch)


def test_after_a_day_of_one_database_windows_are_asked_for_once_again(watch: Watch) -> None:
    watch.remote.in_turn = [spread(watch.clock() - 7000 * SECOND, 20, 55, 11)]
    rounds(watch, 2)
    watch.remote.in_turn = ()
    rounds(watch, 26)
    assert "mixed_answers" not in codes(watch)
    asked_count = len(watch.remote.asked)
    rounds(watch)
    assert len(watch.remote.asked) - asked_count <= 2
