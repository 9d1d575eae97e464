"""Asks with bounds as the API takes them, of calls that everybody can count."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydash_app.measurements.store import Measurements
from pydash_app.statistics.answering import answer
from pydash_app.statistics.query import StatisticQuery
from pydash_app.statistics.statistic import StatisticValue

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
UNTIL_NOW = [(0, int(NOW.timestamp()))]
UTC_ZONE = ZoneInfo("UTC")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def ask(
    measurements: Measurements,
    statistic: str = "total_visits",
    *,
    start: str | None = None,
    end: str | None = None,
    timeslice: str | None = None,
    is_static: bool = True,
    timezone: str = "UTC",
    **filters: tuple[str, ...],
) -> StatisticValue | Mapping[str, StatisticValue]:
    query = StatisticQuery(
        statistic=statistic,
        start_at=at(start) if start else None,
        end_at=at(end) if end else None,
        timeslice=timeslice,
        is_static=is_static,
        timezone=ZoneInfo(timezone),
        **filters,  # type: ignore[arg-type]
    )
    value: StatisticValue | Mapping[str, StatisticValue] = answer(
        measurements, query, now=NOW
    ).value
    return value
