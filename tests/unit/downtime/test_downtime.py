"""What probes add up to, second by second."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.downtime import ProbeLog, Run, report, uptime_ratios

GAP_S = 20
BEGIN = datetime(2018, 3, 24, 22, 59, 30, tzinfo=UTC)  # half a minute before an Amsterdam midnight
BEGIN_S = int(BEGIN.timestamp())
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Probe = tuple[int, str | None]

PROBES = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from([None, None, "unreachable", "timed_out"])),
    max_size=15,
).map(
    lambda steps: [
        (BEGIN_S + sum(pause for pause, _ in steps[: number + 1]), cause)
        for number, (_, cause) in enumerate(steps)
    ]
)


def log_of(probes: list[Probe]) -> ProbeLog:
    log = ProbeLog()
    for at_s, cause in probes:
        log.note(at_s, cause, longest_gap_s=GAP_S)
    return log


def state_at(second: int, probes: list[Probe], now_s: int) -> str | None:
    """`up`, a cause, or `None` for not known: what the last probe saw, if the next was in time."""
    before = [probe for probe in probes if probe[0] <= second]
    if not before:
        return None
    at_s, cause = before[-1]
    after_s = min([at for at, _ in probes if at > second] + [now_s])
    if second >= now_s or after_s - at_s > GAP_S:
        return None
    return cause or "up"


@given(
    probes=PROBES,
    bounds=st.tuples(st.integers(-40, 400), st.integers(-40, 400)),
    wait_s=st.integers(0, 40),
)
def test_every_second_is_what_the_probes_around_it_say(
    probes: list[Probe], bounds: tuple[int, int], wait_s: int
) -> None:
    low, high = (BEGIN_S + bound for bound in sorted(bounds))
    now_s = (probes[-1][0] if probes else BEGIN_S) + wait_s

    runs = log_of(probes).runs_between(low, high, now_s=now_s)
    answered = report(runs, AMSTERDAM)

    seconds = {second: state_at(second, probes, now_s) for second in range(low, high)}
    watched = {second: state for second, state in seconds.items() if state}
    down = [second for second, state in watched.items() if state != "up"]
    expected = 100 * len(down) / len(watched) if watched else None
    assert answered.downtime_percentage == pytest.approx(expected)
    assert answered.watched_seconds == Counter(map(day_of, watched))
    assert answered.total_downtimes == {
        day: sum(day_of(second) == day for second in down) for day in set(map(day_of, watched))
    }
    named = [
        (second, cause)
        for intervals in answered.downtime_intervals.values()
        for begin, until, cause in intervals
        for second in range(int(begin.timestamp()), int(until.timestamp()))
    ]
    assert named == [(second, watched[second]) for second in down]
    assert all(
        {day_of(int(begin.timestamp())), day_of(int(until.timestamp()) - 1)} == {day}
        for day, intervals in answered.downtime_intervals.items()
        for begin, until, _ in intervals
    )


def day_of(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC).astimezone(AMSTERDAM):%Y-%m-%d}"


@given(probes=PROBES, edges=st.lists(st.integers(0, 400), min_size=2, max_size=6, unique=True))
def test_ratios_are_of_the_time_watched(probes: list[Probe], edges: list[int]) -> None:
    edges_s = [BEGIN_S + edge for edge in sorted(edges)]
    now_s = BEGIN_S + 400
    runs = log_of(probes).runs_between(edges_s[0], edges_s[-1], now_s=now_s)

    ratios = uptime_ratios(runs, edges_s)

    for number, ratio in enumerate(ratios):
        states = [
            state_at(second, probes, now_s)
            for second in range(edges_s[number], edges_s[number + 1])
        ]
        watched = [state for state in states if state]
        expected = watched.count("up") / len(watched) if watched else None
        assert ratio == (expected if expected is None else pytest.approx(expected))


def test_a_million_probes_of_an_app_that_is_up_are_one_run() -> None:
    log = ProbeLog()
    for number in range(0, 1_000_000, 1000):
        log.note(BEGIN_S + number * 10, None, longest_gap_s=10_000)

    assert len(log._runs) == 1
    assert log.find_last() == Run(BEGIN_S, BEGIN_S + 9_990_000, None)


def test_an_outage_that_goes_on_counts_until_now() -> None:
    log = log_of([(BEGIN_S, None), (BEGIN_S + 10, "timed_out")])

    runs = log.runs_between(BEGIN_S, BEGIN_S + 1000, now_s=BEGIN_S + 25)

    assert runs == [Run(BEGIN_S, BEGIN_S + 10, None), Run(BEGIN_S + 10, BEGIN_S + 25, "timed_out")]


def test_a_probe_that_is_overdue_leaves_the_time_since_unknown() -> None:
    log = log_of([(BEGIN_S, None), (BEGIN_S + 10, None)])

    runs = log.runs_between(BEGIN_S, BEGIN_S + 1000, now_s=BEGIN_S + 31)

    assert runs == [Run(BEGIN_S, BEGIN_S + 10, None)]


def test_a_clock_that_is_set_back_unsays_nothing() -> None:
    log = log_of([(BEGIN_S, None), (BEGIN_S + 15, None), (BEGIN_S - 500, "unreachable")])

    last = log.find_last()

    assert last == Run(BEGIN_S + 15, BEGIN_S + 15, "unreachable")


def test_days_of_23_hours_have_23_hours() -> None:
    start = datetime(2018, 3, 25, tzinfo=AMSTERDAM).astimezone(UTC)
    end = start + timedelta(days=3)
    runs = [Run(int(start.timestamp()), int(end.timestamp()), "unreachable")]

    answered = report(runs, AMSTERDAM)

    assert [seconds // 3600 for seconds in answered.total_downtimes.values()] == [23, 24, 24, 1]
    assert answered.downtime_percentage == 100
