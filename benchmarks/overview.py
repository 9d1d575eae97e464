"""Measures the overview of a hundred dashboards that hold as many and as long names as they may.

`make bench-overview`; it takes a gigabyte of the folder for temporary files, and a minute or two.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import ZODB
from pydantic import TypeAdapter

from benchmarks.full_dashboards import add_full, make_full
from pydash_app.dashboard import list_of_user
from pydash_app.database import Database
from pydash_app.database.file_storage import open_file_storage
from pydash_web.schemas.dashboard import DashboardAnswer

DASHBOARDS = 100
MOST_BYTES = 1_000_000
MOST_S = 1.0

_OVERVIEW = TypeAdapter(list[DashboardAnswer])


def ask(database: Database, owner_id: UUID, now: datetime) -> tuple[int, float]:
    """The bytes of an overview, and the seconds of the processor that it takes."""
    begin_s = time.process_time()
    views = list_of_user(database, owner_id, now=now)
    body = _OVERVIEW.dump_json(_OVERVIEW.validate_python(views, from_attributes=True))
    return len(body), time.process_time() - begin_s


def main() -> int:
    """Print what it takes; 1 where that is too much."""
    now, owner_id = datetime.now(UTC), uuid4()
    with tempfile.TemporaryDirectory(prefix="pydash-overview-") as folder:
        path = Path(folder) / "pydash.fs"
        zodb = ZODB.DB(open_file_storage(path))
        database = Database(zodb)
        add_full(database, str(owner_id), (make_full(now) for _ in range(DASHBOARDS)), now=now)
        zodb.cacheMinimize()
        size, cold_s = ask(database, owner_id, now)
        _, warm_s = ask(database, owner_id, now)
        held = path.stat().st_size
        database.close()
    sys.stdout.write(
        f"An overview of {DASHBOARDS} dashboards at all limits ({held / 1e6:,.0f} MB): "
        f"{size / 1e6:.2f} MB of {MOST_BYTES / 1e6:.0f}, {cold_s:.2f} s of {MOST_S:.0f} "
        f"for the first time, {warm_s:.2f} s again.\n"
    )
    return int(size > MOST_BYTES or cold_s > MOST_S)


if __name__ == "__main__":
    sys.exit(main())
