"""Fetches from each lying remote as a worker does, in a process of its own; a line of JSON each.

The process is the worker: its memory is what the worker needs. Beside the liar's dashboard there
is somebody else's, of which nothing may change.
"""

import json
import sys
import time
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID, uuid4

import ZODB

from pydash_app.dashboard import DashboardView, get
from pydash_app.dashboard.services.fetching import fetch_next
from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.window import Window
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings
from tests.factories import SECRET_KEY, make_batch, make_dashboard, store_batch
from tests.remotes.lies import TOKEN
from tests.stack.stored_calls import StoredRow, read_rows

GATEWAY = RemoteGateway([ip_network("127.0.0.0/16")], total_timeout_s=3.0)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AFTER_S = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
A_YEAR_S = 366 * 86_400
EVER_US = 2**60


class Household:
    """Two people with a dashboard each: one watches a liar, the other is to notice nothing."""

    def __init__(self) -> None:
        self.database = Database(ZODB.DB(None))
        self.other_id = self._add("http://127.0.0.1:9/dashboard")
        batch = make_batch([datetime(2020, 1, 2, tzinfo=UTC)] * 3)
        store_batch(self.database, self.other_id, Window(0, AFTER_S + 10 * 86_400), batch)

    def fetch_liar(self, url: str) -> dict[str, object]:
        """What came of one fetch."""
        liar_id = self._add(url)
        store_batch(self.database, liar_id, Window(0, AFTER_S), make_batch([]))
        before = self._look_at(self.other_id)
        started_s = time.monotonic()
        fetch_next(
            self.database,
            GATEWAY,
            liar_id,
            settings=Settings(),
            secret_key=SECRET_KEY,
            now=lambda: NOW,
        )
        lasted_s = time.monotonic() - started_s
        view, rows = self._look_at(liar_id)
        return {
            "code": view.error_code,
            "message": view.error,
            "stored": len(rows),
            "flaws": self._count_flaws(liar_id),
            "lasted_s": lasted_s,
            "peak_mb": _peak_mb(),
            "is_other_untouched": self._look_at(self.other_id) == before,
        }

    def _add(self, url: str) -> UUID:
        return make_dashboard(
            self.database, owner_id=uuid4(), url=url, window_s=A_YEAR_S, now=NOW, token=TOKEN
        )

    def _count_flaws(self, dashboard_id: UUID) -> int:
        key = str(dashboard_id)
        return self.database.read(
            lambda root: sum(measurements.get(root, key).flaws.counts.values())
        )

    def _look_at(self, dashboard_id: UUID) -> tuple[DashboardView, list[StoredRow]]:
        owner_id = self.database.read(
            lambda root: root["dashboards"].get("id", str(dashboard_id)).owner_id
        )
        view = get(self.database, UUID(owner_id), dashboard_id, now=NOW)
        key = str(dashboard_id)
        return view, self.database.read(lambda root: read_rows(root, key, 0, EVER_US))


def _peak_mb() -> float:
    """The most memory this process ever had.

    Not `ru_maxrss`: Linux hands that of the process which starts another on to it.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def main() -> None:
    """Fetch from each address that comes on standard input."""
    household = Household()
    for line in sys.stdin:
        print(json.dumps(household.fetch_liar(line.strip())), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
