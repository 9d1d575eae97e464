"""All that the page of a dashboard asks for, and what its boxes and heat maps will."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from benchmarks.visitor import Visitor

CONNECTIONS = 6
"""What browsers open to one server at most, with HTTP/1.1."""

RANGE_DAYS = (28, 7, 90)
ZONES = ("Europe/Amsterdam", "America/New_York", "UTC")
TOTALS = (
    "total_visits",
    "unique_visitors",
    "average_execution_time",
    "median_execution_time",
    "ninety-fifth_percentile_execution_time",
    "ninety-ninth_percentile_execution_time",
)
CHARTED = (
    "total_visits",
    "unique_visitors",
    "average_execution_time",
    "median_execution_time",
    "ninetieth_percentile_execution_time",
    "ninety-ninth_percentile_execution_time",
)

Request = tuple[str, Mapping[str, object]]
"""A path and a query."""


def list_requests(dashboard_id: UUID, number: int, end_at: datetime) -> list[Request]:
    """The requests of one visit; each visit looks at another time, in another zone.

    Source:
        pydash_front/src/features/dashboard and src/lib.
    """
    dashboard = f"/api/dashboards/{dashboard_id}"
    until = end_at - timedelta(hours=number * 5 % 72)
    bounds: dict[str, object] = {
        "start_date": (until - timedelta(days=RANGE_DAYS[number % 3])).isoformat(),
        "end_date": until.isoformat(),
        "timezone": ZONES[number % len(ZONES)],
    }
    slices = {"timeslice": "day", "timeslice_is_static": "true"}
    return [
        ("/api/user", {}),
        (dashboard, {}),
        (f"{dashboard}/statistics", {"statistic": TOTALS, **bounds}),
        (f"{dashboard}/statistics", {"statistic": CHARTED, **slices, **bounds}),
        (f"{dashboard}/endpoint_boxplots", {"include_distribution": "true", **bounds}),
        (f"{dashboard}/visitor_heatmap", bounds),
        (f"{dashboard}/unique_visitor_heatmap", bounds),
        (f"{dashboard}/execution_times_per_version", bounds),
    ]


def ask_in_turn(visitor: Visitor, requests: Sequence[Request]) -> None:
    """One request after the other, on one connection."""
    for path, query in requests:
        visitor.get(path, query)


def ask_at_once(visitors: Sequence[Visitor], requests: Sequence[Request]) -> None:
    """As a browser does: on several connections, each taking the next request when it is free."""
    waiting = iter(requests)

    def work(visitor: Visitor) -> None:
        for path, query in waiting:
            visitor.get(path, query)

    with ThreadPoolExecutor(len(visitors)) as pool:
        list(pool.map(work, visitors))
