"""The real Flask-MonitoringDashboard 5.1.0, asked for the pages that show what PyDash answers."""

import subprocess
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from benchmarks.questions import Ask
from benchmarks.rows import ENDPOINTS, GROUPS, IPS, VERSIONS
from benchmarks.visitor import Visitor
from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venvs" / "fmd5" / "bin" / "python"
APP = ROOT / "benchmarks" / "fmd5_app.py"
STOP_TIMEOUT_S = 10

SHOWN = 10
"""So many addresses and users its page of versions asks for at once."""


class InFmd:
    """Answers over HTTP, from its own SQLite database with its own schema.

    It is asked by `Question.fmd_page` instead of by the question: its pages take few parameters.
    """

    name = "FMD"

    def __init__(self, calls: CallBatch, folder: Path) -> None:
        arrays: dict[str, Any] = {
            "called_at_us": calls.called_at_us,
            "duration_ms": calls.duration_ms,
        }
        for name in TEXT_COLUMNS:
            arrays[name] = calls.text_column(name).codes
            arrays[f"{name}_texts"] = np.array(calls.text_column(name).texts)
        np.savez(folder / "calls.npz", **arrays)
        self._process = subprocess.Popen(
            [str(PYTHON), str(APP), "--db", folder / "fmd.db", "--calls", folder / "calls.npz"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._visitor = Visitor(self._wait_for_port())
        self._visitor.post_form("/dashboard/login", name="admin", password="admin")

    def run(self, page: str, ask: Ask) -> bytes:
        """The body of a page's JSON."""
        return _PAGES[page](self._visitor, ask)

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def _wait_for_port(self) -> int:
        assert self._process.stdout is not None, "it was started with a pipe"  # noqa: S101
        for line in self._process.stdout:
            if line.startswith("READY "):
                return int(line.split()[1])
        raise RuntimeError("Flask-MonitoringDashboard 5.1.0 did not start; see above")


def read_page(page: str, body: bytes, ours: Any) -> tuple[object, object]:
    """The part of a page that PyDash answers as well, and that part of PyDash's answer."""
    return _SHARED_PARTS[page](orjson.loads(body), ours)


def _days(ask: Ask) -> str:
    """FMD shows whole days, the last one included."""
    last = ask.end_at - timedelta(microseconds=1)
    return f"{ask.start_at.date().isoformat()}/{last.date().isoformat()}"


def _endpoint_id(ask: Ask) -> int:
    return ENDPOINTS.index(ask.where["endpoint"]) + 1


_PAGES: Mapping[str, Callable[[Visitor, Ask], bytes]] = {
    "overview": lambda visitor, _: visitor.get("/dashboard/api/overview"),
    "requests": lambda visitor, ask: visitor.get(f"/dashboard/api/requests/{_days(ask)}"),
    "hourly_load": lambda visitor, ask: visitor.get(f"/dashboard/api/hourly_load/{_days(ask)}"),
    "api_performance": lambda visitor, _: visitor.post_json(
        "/dashboard/api/api_performance", {"data": {"endpoints": ENDPOINTS}}
    ),
    "endpoint_versions": lambda visitor, ask: visitor.post_json(
        f"/dashboard/api/endpoint_versions/{_endpoint_id(ask)}", {"data": {"versions": VERSIONS}}
    ),
    "version_user": lambda visitor, ask: visitor.post_json(
        f"/dashboard/api/version_user/{_endpoint_id(ask)}",
        {"data": {"versions": VERSIONS, "users": GROUPS[:SHOWN]}},
    ),
    "version_ip": lambda visitor, ask: visitor.post_json(
        f"/dashboard/api/version_ip/{_endpoint_id(ask)}",
        {"data": {"versions": VERSIONS, "ip": IPS[:SHOWN]}},
    ),
}


def _of_requests(theirs: Any, ours: Any) -> tuple[object, object]:
    by_day = zip(*(endpoint["values"] for endpoint in theirs["data"]), strict=True)
    summed = dict(zip(theirs["days"], map(sum, by_day), strict=True))
    return {day: count for day, count in summed.items() if count}, ours


def _of_heat(theirs: Any, ours: Any) -> tuple[object, object]:
    """FMD leaves the last second of the last day out, so that its last hour says nothing."""
    shown = [list(map(int, hours)) for hours in zip(*theirs["data"], strict=True)]
    return [*shown[:-1], shown[-1][:-1]], [*ours[:-1], ours[-1][:-1]]


def _of_boxes(theirs: Any, ours: Any) -> tuple[object, object]:
    """FMD sends percentiles 0, 11, 22 … 100, of which the extremes are PyDash's, too."""
    found = {endpoint["name"]: endpoint["values"] for endpoint in theirs}
    return {name: [values[0], values[-1]] for name, values in found.items()}, {
        name: [box["fastest_measured_execution_time"], box["slowest_measured_execution_time"]]
        for name, box in ours.items()
    }


def _of_versions(theirs: Any, ours: Any) -> tuple[object, object]:
    """FMD sends percentiles 0 to 98 and 100."""
    found = {version["version"]: version["values"] for version in theirs}
    return {name: [values[25], values[50]] for name, values in found.items()}, {
        name: [box["fastest_quartile_execution_time"], box["median_execution_time"]]
        for name, box in ours.items()
    }


def _of_cells(theirs: Any, ours: Any) -> tuple[object, object]:
    """FMD sends medians where PyDash sends averages: the same cells must hold anything."""
    versions = [version["version"] for version in theirs["versions"]]
    is_filled = [sum(row[place] > 0 for row in theirs["data"]) for place in range(len(versions))]
    shown = {*GROUPS[:SHOWN], *IPS[:SHOWN]}
    return dict(zip(versions, is_filled, strict=True)), {
        version: sum(text in shown for text in cells) for version, cells in ours.items()
    }


def _of_overview(theirs: Any, ours: Any) -> tuple[object, object]:
    return {
        endpoint["name"]: [endpoint["hits-overall"], endpoint["median-overall"]]
        for endpoint in theirs
    }, {
        endpoint["name"]: [
            endpoint["aggregates"]["total_visits"],
            endpoint["aggregates"]["median_execution_time"],
        ]
        for endpoint in ours["endpoints"]
        if endpoint["aggregates"]["total_visits"]
    }


_SHARED_PARTS: Mapping[str, Callable[[Any, Any], tuple[object, object]]] = {
    "overview": _of_overview,
    "requests": _of_requests,
    "hourly_load": _of_heat,
    "api_performance": _of_boxes,
    "endpoint_versions": _of_versions,
    "version_user": _of_cells,
    "version_ip": _of_cells,
}
