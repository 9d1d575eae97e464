"""Two users with a dashboard each, in the database that the environment names.

    python seed.py <calls of the greedy one>

Is run with the code that is measured, so that a database is written by whoever will read it; it
knows nothing of the package beside it. Prints the dashboards' ids as JSON.
"""

import json
import sys
from datetime import UTC, datetime, time

from benchmarks.rows import make_calls
from benchmarks.seeding import make_empty as make_user_with_dashboard
from benchmarks.seeding import seed, store_all
from pydash_app.database import Database
from pydash_app.measurements.window import Window
from pydash_app.settings import read_settings

GREEDY, OTHER = "alice", "bob"
"""`alice` is the name that `benchmarks.seeding` gives to whom it seeds."""

CALLS_OF_OTHER = 20_000


def main() -> None:
    """Seed, and say what there is."""
    settings = read_settings()
    end_at = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    database = Database.open(settings)
    seeded = seed(database, settings, make_calls(int(sys.argv[1]), end_at), end_at)
    other_id = make_user_with_dashboard(database, end_at, OTHER)
    calls = make_calls(CALLS_OF_OTHER, end_at, seed=2)
    window = Window(0, int(end_at.timestamp()))
    store_all(database, other_id, [(window, calls)], end_at)
    database.close()
    print(json.dumps({GREEDY: str(seeded.dashboard_id), OTHER: str(other_id)}))


if __name__ == "__main__":
    main()
