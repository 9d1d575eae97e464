"""Commits small transactions, as fetches without new calls do: `python -m …engine_writer SECONDS`.

The database is the one that its environment's settings name. It makes a dashboard, says that it is
ready, waits for a line, and prints how many commits it made in that time.
"""

import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.settings import read_settings
from tests.factories import make_dashboard


def main() -> None:
    """Write as often as the time allows."""
    with closing(Database.open(read_settings())) as database:
        dashboard_id = make_dashboard(database, owner_id=uuid4(), now=datetime.now(UTC))

        def postpone(root: Root) -> None:
            fetching = repository.get(root, str(dashboard_id)).fetching
            fetching.next_fetch_at += timedelta(milliseconds=1)

        print("ready", flush=True)
        sys.stdin.readline()
        ends_s, count = time.monotonic() + float(sys.argv[1]), 0
        while time.monotonic() < ends_s:
            database.write(postpone)
            count += 1
        print(count, flush=True)


if __name__ == "__main__":
    main()
