"""Writes the sample database that upgrade tests open: `python tools/write_sample_database.py`.

A whole PyDash watches a real Flask-MonitoringDashboard, and what it stored is kept in
`tests/data/database-<version>/`, beside what its API said of it. Run it once for each version that
changes the layout, and never again for that version.
"""

import json
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.remotes.running_fmd import start_fmd1  # noqa: E402  found by the line above
from tests.stack.running_pydash import Person, running_pydash  # noqa: E402
from tests.stack.waiting import wait_until  # noqa: E402

CALLS = 600
SECRET_KEY = "the key of the sample database"  # noqa: S105
SLICES = {"timeslice": "day", "timeslice_is_static": "true"}
STATISTICS = ("total_visits", "unique_visitors", "average_execution_time")


def main() -> None:
    """Write the database and what is in it."""
    release = ".".join(version("pydash-io").split(".")[:2])
    target = ROOT / "tests" / "data" / f"database-{release}"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fmd = start_fmd1(folder / "fmd.db", rows=CALLS, days=20)
        try:
            with running_pydash(folder, SECRET_KEY=SECRET_KEY, FETCH_SPACING="0") as pydash:
                alice = Person(pydash)
                alice.join()
                dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
                wait_until(
                    lambda: alice.get_dashboard(dashboard_id)["state"] == "up_to_date",
                    timeout_s=60,
                    what="the whole history is fetched",
                )
                contents = describe(alice, dashboard_id)
        finally:
            fmd.stop()
        shutil.copy(folder / "data" / "pydash.fs", target / "pydash.fs")
    (target / "contents.json").write_text(json.dumps(contents, indent=1) + "\n", "utf-8")


def describe(alice: Person, dashboard_id: str) -> dict[str, Any]:
    """What the API says of the dashboard, as far as it does not depend on the day."""
    found = alice.get_dashboard(dashboard_id)
    path = f"dashboards/{dashboard_id}/statistic"
    end = found["complete_until"]
    return {
        "dashboard": {key: found[key] for key in ("id", "name", "url", "endpoints", "version")},
        "end_date": end,
        "statistics": {
            name: alice.get(path, statistic=name, end_date=end, **SLICES).json()
            for name in STATISTICS
        },
    }


if __name__ == "__main__":
    main()
