from datetime import datetime, timedelta
from itertools import pairwise

from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import MakeWatch
from tests.unit.dashboard.instants import every, seconds
from tests.unit.dashboard.scripted_remote import ScriptedRemote, SteppingClock

LAG_S = 15


def test_a_history_is_stored_exactly_once(make_watch: MakeWatch, now: datetime) -> None:
    calls = every(timedelta(minutes=7, microseconds=13), since=timedelta(days=3), now=now)
    watch = make_watch(ScriptedRemote(calls), history_from_s=seconds(now) - 4 * 86_400)
    watch.fetch_all()
    settled_us = [to_us(at) for at in calls if at <= now - timedelta(seconds=LAG_S)]
    assert watch.stored_us() == settled_us
    assert len(watch.coverage().runs) == 1


def test_windows_tile_from_1970_to_the_settled_present(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 9 * 86_400)
    watch.fetch_all()
    asked = watch.remote.asked
    assert asked[0].after_s == 0
    assert all(a.until_s == b.after_s for a, b in pairwise(asked))
    assert asked[-1].until_s == seconds(watch.clock()) - LAG_S


def test_a_call_within_the_settle_lag_waits_for_the_next_fetch(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = [now - timedelta(seconds=LAG_S), now - timedelta(seconds=LAG_S - 1)]
    watch = make_watch(ScriptedRemote(calls), history_from_s=seconds(now) - 60)
    for _ in range(2):
        watch.fetch()  # all in the same second
    assert watch.stored_us() == [to_us(calls[0])]
    watch.clock.move(3600)
    watch.fetch()
    assert watch.stored_us() == [to_us(at) for at in calls]


def test_backfill_goes_on_after_the_spacing_and_rests_when_it_is_done(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 5000)
    assert watch.fetch() == watch.settings.fetch_spacing
    assert watch.view().state == "backfilling"
    while watch.view().state == "backfilling":
        due_in_s = watch.fetch()
    assert due_in_s == watch.settings.fetch_interval


def test_the_window_that_follows_the_empty_past_is_no_longer_than_planned(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 200 * 86_400, window_s=3600)
    watch.fetch()
    watch.fetch()
    assert watch.remote.asked[1].length_s <= 2 * 3600


def test_a_short_last_window_does_not_shrink_the_ones_after_it(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 25, window_s=7200)
    watch.fetch_all()
    watch.clock.move(watch.settings.fetch_interval)
    asked_before = len(watch.remote.asked)
    watch.fetch_all()
    assert len(watch.remote.asked) == asked_before + 1


def test_a_remote_whose_clock_is_behind_loses_no_call(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 3600)

    def their_clock() -> datetime:
        return watch.clock() - timedelta(seconds=300)

    watch.remote.clock = their_clock
    for _ in range(20):
        watch.clock.move(watch.fetch())
        stored_until_s = watch.coverage().complete_until_s
        assert stored_until_s is not None
        assert stored_until_s <= seconds(their_clock()) - LAG_S + 2
    assert watch.view().state == "up_to_date"


def test_an_answer_that_the_remotes_clock_calls_too_early_is_not_kept(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 60)
    watch.remote.clock = lambda: watch.clock() - timedelta(seconds=300)
    assert watch.fetch() == 1.0
    assert watch.coverage().runs == ()
    assert watch.view().error is None
    watch.remote.calls = [now - timedelta(seconds=301)]  # stamped by that clock, a moment later
    for _ in range(3):
        watch.clock.move(300)
        watch.fetch()
    assert watch.stored_us() == [to_us(now - timedelta(seconds=301))]


def test_a_remote_whose_clock_is_ahead_is_fetched_as_any_other(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 3600)
    watch.remote.clock = lambda: watch.clock() + timedelta(hours=2)
    watch.fetch_all()
    assert watch.coverage().complete_until_s == seconds(watch.clock()) - LAG_S


def test_a_clock_that_was_set_right_is_believed_again(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote(), history_from_s=seconds(now) - 3600)
    watch.remote.clock = lambda: watch.clock() - timedelta(seconds=600)
    for _ in range(10):
        watch.clock.move(watch.fetch())
    watch.remote.clock = watch.clock
    for _ in range(3):
        watch.clock.move(3600)
        watch.fetch()
    assert watch.coverage().complete_until_s == seconds(watch.clock()) - LAG_S


def test_our_own_clock_that_was_ahead_for_a_moment_holds_nothing_up(
    make_watch: MakeWatch, now: datetime
) -> None:
    right = SteppingClock(now)
    watch = make_watch(ScriptedRemote(clock=right), history_from_s=seconds(now) - 3600)
    watch.fetch_all()
    for ahead_s in (600, 0):
        watch.clock.at = right() + timedelta(seconds=ahead_s)
        due_in_s = [watch.fetch() for _ in range(2)][-1]
    assert due_in_s == watch.settings.fetch_interval
    right.move(60)
    watch.clock.at = right()
    watch.fetch()
    assert watch.coverage().complete_until_s == seconds(right()) - LAG_S


def test_the_remote_is_asked_with_its_own_token(make_watch: MakeWatch) -> None:
    watch = make_watch(ScriptedRemote())
    watch.fetch()
    assert watch.remote.token == "a token of more than thirty-two bytes"
