"""What everybody is asked, and how fast PyDash must answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

from benchmarks.rows import DAYS, ENDPOINTS, GROUPS, IPS, VERSIONS

Kind = Literal["by_day", "heatmap", "boxes", "averages", "dashboard"]

MILLION = 1_000_000

QUANTILES: Mapping[str, float] = {
    "fifth_percentile_execution_time": 0.05,
    "fastest_quartile_execution_time": 0.25,
    "median_execution_time": 0.5,
    "slowest_quartile_execution_time": 0.75,
    "ninetieth_percentile_execution_time": 0.9,
    "ninety-fifth_percentile_execution_time": 0.95,
    "ninety-ninth_percentile_execution_time": 0.99,
}
"""By the name of the statistic."""

FIGURES = (
    "total_visits",
    "average_execution_time",
    "fastest_measured_execution_time",
    *QUANTILES,
    "slowest_measured_execution_time",
)
"""What a box holds, in the order in which rows of SQL name it."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question with all its parameters.

    Attributes:
        kind: `by_day`: a statistic for each day in UTC; `heatmap`: for each hour of each day;
            `boxes`: all figures for each text of a column; `averages`: visits and average for
            each version and text of a column; `dashboard`: what PyDash says of a dashboard.
        start_at: inclusive.
        end_at: exclusive.
        statistic: as the API calls it.
        where: texts that calls must have, by the name of a column.
        column: whose texts boxes or averages are of.
        timezone: whose days; only PyDash is asked in other zones than UTC.
    """

    kind: Kind
    start_at: datetime
    end_at: datetime
    statistic: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    timezone: str = "UTC"


class Contestant(Protocol):
    """Somebody who holds all calls and answers."""

    name: str

    def run(self, ask: Ask) -> object:
        """Find the answer, in the form that this contestant gives it in; this is timed."""
        ...

    def read(self, ask: Ask, result: object) -> object:
        """Bring what `run` gave into the form of PyDash's API, days without calls left out."""
        ...

    def close(self) -> None:
        """End it."""
        ...


@dataclass(frozen=True)
class Question:
    """A row of the table.

    Attributes:
        vary: the n-th question of its kind: no two of a run are the same.
        most_ms: how long PyDash may take for 1M and 10M calls; none where nothing is promised.
        fmd_page: FMD's page that shows the same.
        is_for_all: whether other contestants can answer it, too.
    """

    label: str
    vary: Callable[[int], Ask]
    most_ms: tuple[float, float] | None = (30, 60)
    fmd_page: str = ""
    is_for_all: bool = True

    def limit_ms(self, call_count: int) -> float | None:
        """How long PyDash may take; with fewer than 10M calls, what 1M may take."""
        if self.most_ms is None or call_count > 10 * MILLION:
            return None
        return self.most_ms[1] if call_count >= 10 * MILLION else self.most_ms[0]


def cold_limit_ms(call_count: int) -> float:
    """How long any first answer after a restart may take."""
    return 300 if call_count >= 10 * MILLION else 150


def list_questions(end_at: datetime) -> list[Question]:
    """All questions about calls that end at an instant."""
    return [
        *_by_day(_Asks(end_at)),
        *_others(_Asks(end_at)),
        *_filtered(_Asks(end_at)),
        *_elsewhere(_Asks(end_at)),
    ]


@dataclass(frozen=True)
class _Asks:
    """Makes questions whose times differ by hours, so that days are cut elsewhere each time."""

    end_at: datetime

    def day_statistic(
        self, statistic: str, column: str = "", *, days: int = DAYS, timezone: str = "UTC"
    ) -> Callable[[int], Ask]:
        """A statistic by day, with a filter on a column where one is named."""

        def vary(number: int) -> Ask:
            where = {column: _text_of(column, number)} if column else {}
            start_at, end_at = self._span(number, days)
            return Ask(
                kind="by_day",
                start_at=start_at,
                end_at=end_at,
                statistic=statistic,
                where=where,
                timezone=timezone,
            )

        return vary

    def whole(
        self, kind: Kind, *, statistic: str = "", column: str = "", of_endpoint: bool = False
    ) -> Callable[[int], Ask]:
        """Another question over all days, about one endpoint where asked for."""

        def vary(number: int) -> Ask:
            where = {"endpoint": _text_of("endpoint", number)} if of_endpoint else {}
            start_at, end_at = self._span(number, DAYS)
            return Ask(
                kind=kind,
                start_at=start_at,
                end_at=end_at,
                statistic=statistic,
                where=where,
                column=column,
            )

        return vary

    def _span(self, number: int, days: int) -> tuple[datetime, datetime]:
        end_at = self.end_at - timedelta(hours=number * 5 % 72)
        return end_at - timedelta(days=days), end_at


def _text_of(column: str, number: int) -> str:
    texts = {"endpoint": ENDPOINTS, "version": VERSIONS, "ip": IPS, "group_by": GROUPS}[column]
    # The first are called most, and people ask about those more often.
    return texts[number * 7 % min(len(texts), 40)]


def _by_day(asks: _Asks) -> Iterator[Question]:
    day = asks.day_statistic
    yield Question("visits by day", day("total_visits"), fmd_page="requests")
    yield Question("visits by day, one version", day("total_visits", "version"))
    yield Question("unique visitors by day", day("unique_visitors"))
    yield Question("average by day", day("average_execution_time"))
    yield Question("median by day", day("median_execution_time"))
    yield Question("median by day, one version", day("median_execution_time", "version"))
    yield Question("median by day, one endpoint", day("median_execution_time", "endpoint"))
    yield Question("99th percentile by day", day("ninety-ninth_percentile_execution_time"))


def _others(asks: _Asks) -> Iterator[Question]:
    whole = asks.whole
    yield Question(
        "heat map of visits", whole("heatmap", statistic="total_visits"), fmd_page="hourly_load"
    )
    yield Question("heat map of visitors", whole("heatmap", statistic="unique_visitors"))
    yield Question("boxes of versions", whole("boxes", column="version"))
    yield Question(
        "boxes of versions, one endpoint",
        whole("boxes", column="version", of_endpoint=True),
        fmd_page="endpoint_versions",
    )
    yield Question(
        "per version and group, one endpoint",
        whole("averages", column="group_by", of_endpoint=True),
        fmd_page="version_user",
    )
    yield Question(
        "per version and IP, one endpoint",
        whole("averages", column="ip", of_endpoint=True),
        fmd_page="version_ip",
    )
    yield Question(
        "boxes of 50 endpoints",
        whole("boxes", column="endpoint"),
        (45, 60),
        fmd_page="api_performance",
    )


def _filtered(asks: _Asks) -> Iterator[Question]:
    for column, name in (("ip", "IP"), ("group_by", "group")):
        for days, span, most_ms in ((7, "a week", (30, 80)), (DAYS, "90 days", (100, 600))):
            for statistic, figure in (
                ("total_visits", "visits"),
                ("median_execution_time", "median"),
            ):
                yield Question(
                    f"{figure} by day, {span}, one {name}",
                    asks.day_statistic(statistic, column, days=days),
                    most_ms,
                )
    yield Question("visits per IP by day", asks.day_statistic("visits_per_ip"), (120, 300))


def _elsewhere(asks: _Asks) -> Iterator[Question]:
    """What only PyDash is asked, and what only FMD shows beside it."""
    for zone in ("Europe/Amsterdam", "Asia/Kolkata"):
        yield Question(
            f"visitors by day in {zone}",
            asks.day_statistic("unique_visitors", timezone=zone),
            is_for_all=False,
        )
    yield Question(
        "the dashboard with its endpoints",
        asks.whole("dashboard"),
        None,
        fmd_page="overview",
        is_for_all=False,
    )
