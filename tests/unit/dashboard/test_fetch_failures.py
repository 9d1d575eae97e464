from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pydash_app.dashboard import delete
from pydash_app.errors import (
    BadRemoteDataError,
    StaleWindowError,
    TimedOutError,
    UnreachableError,
)
from pydash_app.measurements import repository as measurements
from pydash_app.statistics.instants import EPOCH, to_us
from tests.unit.dashboard.conftest import MakeWatch
from tests.unit.dashboard.instants import every, seconds
from tests.unit.dashboard.scripted_remote import ScriptedRemote

LAG_S = 15


def test_back_off_doubles_and_never_exceeds_a_minute(make_watch: MakeWatch) -> None:
    watch = make_watch(ScriptedRemote(failures=deque([UnreachableError("Nobody.")] * 30)))
    pauses_s = [watch.fetch() for _ in range(30)]
    for number, pause_s in enumerate(pauses_s):
        longest_s = min(60.0, 2.0 * 2**number)
        assert longest_s / 2 <= pause_s <= longest_s


def test_a_success_resets_back_off_and_error(make_watch: MakeWatch) -> None:
    failure = UnreachableError("Nobody.")
    watch = make_watch(ScriptedRemote(failures=deque([*[failure] * 8, None, failure])))
    for _ in range(8):
        watch.clock.move(watch.fetch())
    assert watch.view().state == "failing"
    watch.fetch()
    view = watch.view()
    assert (view.error, view.error_code, view.error_since) == (None, None, None)
    assert view.state != "failing"
    assert watch.fetch() <= 2.0


def test_an_error_keeps_the_instant_at_which_it_began(make_watch: MakeWatch) -> None:
    watch = make_watch(
        ScriptedRemote(
            failures=deque(
                [UnreachableError("A."), UnreachableError("B."), BadRemoteDataError("C.")]
            )
        )
    )
    began_at = watch.clock()
    watch.clock.move(watch.fetch())
    watch.fetch()
    view = watch.view()
    assert (view.error, view.error_code, view.error_since) == ("B.", "unreachable", began_at)
    watch.clock.move(10)
    watch.fetch()
    assert watch.view().error_since == watch.clock()


def test_a_failure_stores_nothing_and_the_same_window_is_asked_again(
    make_watch: MakeWatch,
) -> None:
    watch = make_watch(ScriptedRemote(failures=deque([None, UnreachableError("Nobody.")])))
    watch.fetch()
    covered = watch.coverage()
    watch.fetch()
    assert watch.coverage() == covered
    watch.fetch()
    assert watch.remote.asked[1] == watch.remote.asked[2]


def test_too_large_answers_shrink_the_window_until_it_fits(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = every(timedelta(seconds=10), since=timedelta(days=1), now=now)
    watch = make_watch(
        ScriptedRemote(calls, most_calls=100),
        history_from_s=seconds(now) - 90_000,
        window_s=90 * 86_400,
    )
    watch.fetch_all()
    until_at = EPOCH + timedelta(seconds=watch.coverage().complete_until_s or 0)
    assert watch.stored_us() == [to_us(at) for at in calls if at <= until_at]


def test_one_too_large_answer_is_followed_by_a_really_smaller_window(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(
        ScriptedRemote(failures=deque([None, TimedOutError("Slow.")])),
        history_from_s=seconds(now) - 1000,
        window_s=86_400,
    )
    for _ in range(3):
        watch.fetch()
    assert watch.remote.asked[2].length_s <= watch.remote.asked[1].length_s // 8


def test_a_wrong_hint_of_where_history_begins_does_not_stop_the_backfill(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = every(timedelta(hours=1), since=timedelta(days=20), now=now)
    watch = make_watch(ScriptedRemote(calls, most_calls=100), history_from_s=seconds(now) - 86_400)
    watch.fetch_all()
    assert len(watch.stored_us()) == len(calls)


def test_a_dashboard_deleted_while_its_remote_answers_stays_deleted(
    make_watch: MakeWatch, now: datetime
) -> None:
    watch = make_watch(ScriptedRemote([now - timedelta(hours=1)]))
    watch.remote.while_asked = lambda: delete(watch.database, watch.owner_id, watch.dashboard_id)
    watch.fetch()
    rooms = ("measurements", "dashboards")
    assert watch.database.read(lambda root: [len(root[room]) for room in rooms]) == [0, 0]
    assert watch.fetch() == watch.settings.fetch_interval
    assert len(watch.remote.asked) == 1


def test_a_window_that_another_worker_stored_first_counts_once(
    make_watch: MakeWatch, now: datetime
) -> None:
    calls = every(timedelta(minutes=1), since=timedelta(hours=2), now=now)
    watch = make_watch(ScriptedRemote(calls), history_from_s=seconds(now) - 8000)
    watch.remote.clock = watch.clock
    other = replace(watch, remote=ScriptedRemote(calls, clock=watch.clock))
    watch.fetch()

    def fetch_as_other() -> None:
        watch.remote.while_asked = lambda: None
        other.fetch()

    watch.remote.while_asked = fetch_as_other
    assert watch.fetch() >= 1.0
    assert watch.view().error is None
    watch.fetch_all()
    assert watch.stored_us() == [to_us(at) for at in calls if at <= now - timedelta(seconds=LAG_S)]


def test_a_stale_window_leaves_no_call(make_watch: MakeWatch, now: datetime) -> None:
    watch = make_watch(ScriptedRemote([now - timedelta(hours=1)]))
    watch.fetch_all()
    before = watch.stored_us()
    key, window = str(watch.dashboard_id), watch.remote.asked[-1]
    batch = watch.remote.get_calls(window).batch
    with pytest.raises(StaleWindowError):
        watch.database.write(lambda root: measurements.get(root, key).append(window, batch))
    assert watch.stored_us() == before


def test_another_secret_key_is_said_and_is_no_fault_of_the_remote(make_watch: MakeWatch) -> None:
    watch = make_watch(ScriptedRemote())
    replace(watch, secret_key=b"quite another secret key").fetch()
    assert watch.view().error_code == "unreadable_token"
    assert not watch.remote.asked
    watch.fetch()
    assert watch.view().error is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_fails_every_settled_call_is_stored_once(
    make_watch: MakeWatch, now: datetime, data: st.DataObject
) -> None:
    ages_s = data.draw(st.lists(st.floats(1, 300_000), max_size=60))
    calls = sorted(now - timedelta(seconds=age_s) for age_s in ages_s)
    kinds = st.sampled_from([None, UnreachableError("A."), TimedOutError("B.")])
    watch = make_watch(
        ScriptedRemote(
            calls,
            failures=deque(data.draw(st.lists(kinds, max_size=12))),
            most_calls=data.draw(st.integers(20, 60)),
        ),
        history_from_s=seconds(now) - data.draw(st.integers(1, 400_000)),
        window_s=data.draw(st.integers(1000, 100_000)),
    )
    lag = timedelta(seconds=data.draw(st.sampled_from([0, 1, 40])))
    watch.remote.clock = lambda: watch.clock() - lag
    watch.fetch_all()
    until_s = watch.coverage().complete_until_s
    assert until_s is not None
    fetched = [to_us(at) for at in calls if (at - EPOCH).total_seconds() <= until_s]
    assert watch.stored_us() == fetched
    assert until_s >= seconds(now) - LAG_S - lag.seconds - 5
