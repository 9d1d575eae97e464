"""PyDash watches itself for its first administrator, once."""

from datetime import datetime, timedelta
from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app import self_monitoring
from pydash_app.dashboard import repository
from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_app.user import disable, make_admin
from tests.factories import SECRET_KEY
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import make_user

TOKEN = self_monitoring.make_security_token(SECRET_KEY)


def watch(database: Database, now: datetime) -> list[str]:
    """Try it; the owners of all dashboards."""
    remotes = FakeRemotes()
    self_monitoring.watch_itself(
        database, remotes, settings=Settings(port=5001), secret_key=SECRET_KEY, now=now
    )
    assert {token for _, token in remotes.asked} <= {TOKEN}
    return database.read(lambda root: [one.owner_id for one in repository.list_all(root)])


def test_without_an_administrator_nobody_gets_it(database: Database, now: datetime) -> None:
    make_user(database, "Alice", now=now)
    assert not self_monitoring.is_due(database)
    assert watch(database, now) == []


def test_the_first_administrator_gets_it_once(database: Database, now: datetime) -> None:
    make_user(database, "Carl", now=now - timedelta(days=2))
    alice = make_user(database, "Alice", now=now - timedelta(days=1))
    make_user(database, "Bob", now=now)
    for name in ("Bob", "Alice"):
        make_admin(database, name)
    assert self_monitoring.is_due(database)
    for _ in range(2):
        assert watch(database, now) == [str(alice.id)]
    assert not self_monitoring.is_due(database)
    url = database.read(lambda root: [one.url for one in repository.list_all(root)])
    assert url == ["http://127.0.0.1:5001/self-monitoring"]


def test_an_administrator_who_is_kept_out_does_not_get_it(
    database: Database, now: datetime
) -> None:
    make_user(database, "Alice", now=now - timedelta(days=1))
    bob = make_user(database, "Bob", now=now)
    for name in ("Bob", "Alice"):
        make_admin(database, name)
    disable(database, "Alice")
    assert watch(database, now) == [str(bob.id)]


def test_deleted_it_does_not_come_back(database: Database, now: datetime) -> None:
    alice = make_user(database, "Alice", now=now)
    make_admin(database, "Alice")
    watch(database, now)
    dashboard_id = database.read(lambda root: repository.list_ids(root)[0])
    dashboards.delete(database, alice.id, UUID(dashboard_id))
    assert watch(database, now) == []
