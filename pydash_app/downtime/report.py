"""How long an app was down: pure arithmetic over runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from pydash_app.downtime.probe_log import Run
from pydash_app.statistics.timeslices import Timeslices

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class DowntimeReport:
    """What is known of a range of time. Days are keys like `2018-04-25`; days unknown are absent.

    Attributes:
        downtime_intervals: for each day, start, end and cause of each time that the app was down;
            one over midnight is two.
        downtime_percentage: of the time that somebody was watching; `None` when nobody was.
        total_downtimes: for each day, the seconds that it was down.
        watched_seconds: for each day, the seconds that somebody was watching.
    """

    downtime_intervals: dict[str, list[tuple[datetime, datetime, str]]]
    downtime_percentage: float | None
    total_downtimes: dict[str, int]
    watched_seconds: dict[str, int]


def report(runs: Sequence[Run], zone: ZoneInfo) -> DowntimeReport:
    """Say what is known of a range of time.

    Args:
        runs: all runs of that range, cut by it, ascending.
        zone: whose days count.

    Raises:
        InvalidInputError: these are too many days.
    """
    found = DowntimeReport({}, _percentage(runs), {}, {})
    if not runs:
        return found
    # Days before and after, of which nothing is known, may be as many as the calendar has.
    start, end = _instant(runs[0].start_s), _instant(runs[-1].until_s)
    days = Timeslices.static(start, end, "day", zone)
    edges_s = [int(edge_us) // MICROSECONDS for edge_us in days.edges_us.tolist()]
    for day, run in _cut(runs, edges_s):
        key = days.keys[day]
        intervals = found.downtime_intervals.setdefault(key, [])
        length_s = run.until_s - run.start_s
        found.watched_seconds[key] = found.watched_seconds.get(key, 0) + length_s
        found.total_downtimes.setdefault(key, 0)
        if run.cause is not None:
            intervals.append((_instant(run.start_s), _instant(run.until_s), run.cause))
            found.total_downtimes[key] += length_s
    return found


def uptime_ratios(runs: Sequence[Run], edges_s: Sequence[int]) -> list[float | None]:
    """For each slice between two edges, which part of the time watched the app was up."""
    watched, up = [0] * (len(edges_s) - 1), [0] * (len(edges_s) - 1)
    for place, run in _cut(runs, edges_s):
        length_s = run.until_s - run.start_s
        watched[place] += length_s
        up[place] += length_s if run.cause is None else 0
    return [good / seen if seen else None for good, seen in zip(up, watched, strict=True)]


def _cut(runs: Iterable[Run], edges_s: Sequence[int]) -> Iterable[tuple[int, Run]]:
    """The parts of runs that lie in each slice, with the number of the slice; both ascend."""
    slices = list(pairwise(edges_s))
    place = 0
    for run in runs:
        while place < len(slices) and slices[place][1] <= run.start_s:
            place += 1
        for number in range(place, len(slices)):
            start_s, end_s = (
                max(run.start_s, slices[number][0]),
                min(run.until_s, slices[number][1]),
            )
            if start_s >= run.until_s:
                break
            if start_s < end_s:
                yield number, Run(start_s, end_s, run.cause)


def _percentage(runs: Iterable[Run]) -> float | None:
    watched_s = down_s = 0
    for run in runs:
        watched_s += run.until_s - run.start_s
        down_s += run.until_s - run.start_s if run.cause is not None else 0
    return 100 * down_s / watched_s if watched_s else None


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
