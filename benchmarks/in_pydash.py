"""PyDash, asked over HTTP by somebody who has logged in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson

from benchmarks.questions import Ask
from benchmarks.visitor import Visitor

ACCURACY_HEADER = "X-Pydash-Accuracy"


class InPydash:
    """Answers over HTTP.

    Args:
        visitor: has logged in.
        dashboard_id: where the calls are.
    """

    name = "PyDash"

    def __init__(self, visitor: Visitor, dashboard_id: UUID) -> None:
        self._visitor = visitor
        self._path = f"/api/dashboards/{dashboard_id}"

    def run(self, ask: Ask) -> bytes:
        """The body of the answer."""
        path, query = self._write(ask)
        return self._visitor.get(self._path + path, query)

    def read(self, ask: Ask, result: object) -> object:
        """The answer, without days that nothing is known of, and with 0 for such hours."""
        assert isinstance(result, bytes)  # noqa: S101  what `run` gave
        answer: Any = orjson.loads(result)
        if ask.kind == "by_day":
            return {day: value for day, value in answer.items() if value}
        if ask.kind == "heatmap":
            return [[count or 0 for count in hours] for hours in answer]
        return answer

    @property
    def is_exact(self) -> bool:
        """Whether PyDash says so of its last answer."""
        return self._visitor.answer_headers.get(ACCURACY_HEADER) == "exact"

    def close(self) -> None:
        """End the connection."""
        self._visitor.close()

    def _write(self, ask: Ask) -> tuple[str, Mapping[str, object]]:
        """The path within the dashboard, and the query."""
        query: dict[str, object] = {
            "start_date": ask.start_at.isoformat(),
            "end_date": ask.end_at.isoformat(),
            "timezone": ask.timezone,
        }
        if ask.kind == "by_day":
            slices = {"timeslice": "day", "timeslice_is_static": "true"}
            return "/statistic", {"statistic": ask.statistic, **slices, **query, **ask.where}
        if ask.kind == "heatmap":
            prefix = "unique_" if ask.statistic == "unique_visitors" else ""
            return f"/{prefix}visitor_heatmap", {**query, **ask.where}
        if ask.kind == "dashboard":
            return "", {}
        if ask.column == "endpoint":
            return "/endpoint_boxplots", query
        return self._write_per_version(ask), query

    def _write_per_version(self, ask: Ask) -> str:
        named = ask.where.get("endpoint")
        endpoint = f"/endpoints/{quote(named, safe='')}" if named else ""
        path = f"{endpoint}/execution_times_per_version"
        return f"{path}_and/{ask.column}" if ask.kind == "averages" else path
