"""PyDash watches itself for its first administrator, once."""

from datetime import datetime, timedelta
from uuid import UUID

from pydash_app import dashboard as dashboards
from pydash_app import self_monitoring
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.settings import Settings
from pydash_app.user import disable, make_admin
from tests.factories import SECRET_KEY
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import make_user

SETTINGS = Settings(port=5001)
TOKEN = self_monitoring.make_security_token(SECRET_KEY)


def watch(database: Database, now: datetime, settings: Settings = SETTINGS) -> list[str]:
    """Try it; the owners of all dashboards."""
    remotes = FakeRemotes()
    self_monitoring.watch_itself(
        database, remotes, settings=settings, secret_key=SECRET_KEY, now=now
    )
    assert {token for _, token in remotes.asked} <= {TOKEN}
    return database.read(lambda root: [one.owner_id for one in repository.list_all(root)])


def test_without_an_administrator_nobody_gets_it(database: Database, now: datetime) -> None:
    make_user(database, "Alice", now=now)
    assert not self_monitoring.is_due(database, settings=SETTINGS)
    assert watch(database, now) == []


def test_the_first_administrator_gets_it_once(database: Database, now: datetime) -> None:
    make_user(database, "Carl", now=now - timedelta(days=2))
    alice = make_user(database, "Alice", now=now - timedelta(days=1))
    make_user(database, "Bob", now=now)
    for name in ("Bob", "Alice"):
        make_admin(database, name)
    assert self_monitoring.is_due(database, settings=SETTINGS)
    for _ in range(2):
        assert watch(database, now) == [str(alice.id)]
    assert not self_monitoring.is_due(database, settings=SETTINGS)
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


def urls_of(database: Database) -> list[str]:
    return database.read(lambda root: [one.url for one in repository.list_all(root)])


def test_where_pydash_moves_its_own_dashboard_follows(database: Database, now: datetime) -> None:
    make_user(database, "Alice", now=now)
    make_admin(database, "Alice")
    watch(database, now)
    moved = Settings(port=5002, base_url="https://example.org/pydash")
    assert self_monitoring.is_due(database, settings=moved)
    watch(database, now, moved)
    assert urls_of(database) == ["http://127.0.0.1:5002/pydash/self-monitoring"]
    assert not self_monitoring.is_due(database, settings=moved)


def test_an_address_that_somebody_has_changed_stays(database: Database, now: datetime) -> None:
    make_user(database, "Alice", now=now)
    make_admin(database, "Alice")
    watch(database, now)

    def change(root: Root) -> None:
        (one,) = repository.list_all(root)
        one.url = "http://10.0.0.5:5001/self-monitoring"

    database.write(change)
    moved = Settings(port=5002)
    assert not self_monitoring.is_due(database, settings=moved)
    watch(database, now, moved)
    assert urls_of(database) == ["http://10.0.0.5:5001/self-monitoring"]
