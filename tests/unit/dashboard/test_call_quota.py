"""A dashboard holds only so many calls, and its owner hears why no more come."""

from datetime import datetime, timedelta

from pydash_app.settings import Settings
from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import SETTINGS, MakeWatch
from tests.unit.dashboard.instants import every, seconds
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
