"""A day of calls for Alice's dashboard."""

from datetime import UTC, datetime, timedelta

from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.measurements.window import Window
from tests.factories import make_batch, store_batch
from tests.web.people import Person

APRIL_25 = datetime(2018, 4, 25, tzinfo=UTC)
THE_DAY = {"start_date": "2018-04-25", "end_date": "2018-04-26"}


def store_day(database: Database, owner: Person) -> None:
    """Store six calls between one and four o'clock of a day that was fetched as a whole.

    The versions are seen first in another order than that of their names.
    """
    minutes = (60, 61, 90, 120, 180, 239)
    batch = make_batch(
        [APRIL_25 + timedelta(minutes=minute) for minute in minutes],
        durations_ms=[10, 20, 60, 0.1, 5, 7],
        endpoints=["cart", "cart", "pay/ü", "cart", "pay/ü", "admin"],
        versions=["2.0", "2.0", "2.0", "10.0", "10.0", "None"],
        ips=["192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1", "192.0.2.3", "None"],
        groups=["zoë", "None", "zoë", "zoë", "None", "None"],
    )
    start_s = int(APRIL_25.timestamp())
    store_batch(database, owner.dashboard_id, Window(start_s, start_s + 86_400), batch)


def disable(database: Database, owner: Person, endpoint_name: str) -> None:
    """Switch an endpoint off."""

    def change(root: Root) -> None:
        dashboard = repository.get_owned(root, str(owner.user.id), str(owner.dashboard_id))
        dashboard.disabled_endpoint_names = (endpoint_name,)

    database.write(change)
