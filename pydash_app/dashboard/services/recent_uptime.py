"""Whether an app was up these days, as a dashboard's card shows it."""

from dataclasses import dataclass
from datetime import datetime

from pydash_app.downtime import ProbeLog, uptime_ratios
from pydash_app.statistics.instants import EPOCH

WEEK_S = 7 * 86_400
SLICE_S = 6 * 3600


@dataclass(frozen=True, slots=True)
class RecentUptime:
    """The last seven days; `None` stands for time in which nobody was watching."""

    is_up: bool | None
    ratio: float | None
    strip: list[float | None]


def recent_uptime(log: ProbeLog, now: datetime) -> RecentUptime:
    """Say how much of the last seven days, and of each six hours of them, an app was up."""
    now_s = int((now - EPOCH).total_seconds())
    edges_s = list(range(now_s - WEEK_S, now_s + 1, SLICE_S))
    runs = log.runs_between(edges_s[0], now_s, now_s=now_s)
    (ratio,) = uptime_ratios(runs, [edges_s[0], now_s])
    last = log.find_last()
    is_watched = last is not None and now_s - last.until_s <= log.longest_gap_s
    is_up = last.cause is None if last is not None and is_watched else None
    return RecentUptime(is_up, ratio, uptime_ratios(runs, edges_s))
