"""What one user occupies is not everybody's; how places are shared, the pool's own tests show."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app import user as users
from pydash_app.database import Database
from pydash_app.remote.gateway import RemoteExam
from pydash_app.settings import Settings
from pydash_app.shares import Asker, FairPool, Refusals, current_asker
from pydash_app.user.services import passwords
from pydash_web.api_routes import ROUTES
from pydash_web.app_factory import create_app
from pydash_web.shares import Shares
from tests.factories import PASSWORD, SECRET_KEY
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import Person, StoppedClock, open_session
from tests.web.world import World

TOO_MANY = 429
HERE, ELSEWHERE = "127.0.0.1", "198.51.100.7"
PRIVATE = tuple(route.name for route in ROUTES if not route.is_public)
PUBLIC = tuple(route.name for route in ROUTES if route.is_public and route.is_write)
FOR_ALL = tuple(route.name for route in ROUTES if route.is_public and not route.is_write)
WORKING = tuple(route.name for route in ROUTES if not route.is_public and not route.asks_remote)
ASKING = tuple(route.name for route in ROUTES if route.asks_remote)

REFUSALS = Refusals(own="You have too much under way.", busy="Others have.", retry_after_s=7)


def make_pool(places: int = 2) -> FairPool:
    """Refuses at once where the real ones let somebody wait."""
    return FairPool(places, waiting_count=0, patience_s=0, refusals=REFUSALS)


@pytest.fixture
def shares() -> Shares:
    """Two places of each kind, of which one is somebody's share."""
    return Shares(threads=make_pool(), working=make_pool(), streams=make_pool())


@pytest.fixture
def app(
    settings: Settings,
    database: Database,
    remotes: FakeRemotes,
    clock: StoppedClock,
    shares: Shares,
) -> Flask:
    return create_app(
        settings, database, remotes=remotes, secret_key=SECRET_KEY, now=clock, shares=shares
    )


def path_of(person: Person) -> tuple[str, ...]:
    return Asker.user(str(person.user.id)).path


@pytest.fixture
def browsers(app: Flask, world: World) -> dict[str, FlaskClient]:
    """Alice, who is an administrator, and Bob, in browsers of this app."""
    users.make_admin(world.database, "Alice", is_admin=True)
    return {
        person.user.name: open_session(app, world.database, person.user, now=world.clock())
        for person in (world.alice, world.bob)
    }


def at_address(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


@pytest.mark.parametrize("name", PRIVATE)
def test_every_request_of_a_user_counts_towards_their_share(
    browsers: dict[str, FlaskClient], shares: Shares, world: World, name: str
) -> None:
    give_back = shares.threads.take(path_of(world.alice))
    refused = ask(browsers["Alice"], name, world.alice.ids)
    assert (refused.status_code, refused.headers["Retry-After"]) == (TOO_MANY, "7")
    error = json_of(refused)
    assert (error["code"], error["message"]) == ("too_many_at_once", REFUSALS.own)
    assert ask(browsers["Bob"], name, world.bob.ids).status_code != TOO_MANY
    give_back()
    assert ask(browsers["Alice"], name, world.alice.ids).status_code != TOO_MANY


@pytest.mark.parametrize("name", PUBLIC)
def test_every_request_of_a_stranger_counts_for_their_network(
    app: Flask, shares: Shares, name: str
) -> None:
    give_back = shares.threads.take(Asker.stranger(HERE).path)
    assert ask(at_address(app, HERE), name).status_code == TOO_MANY
    assert ask(at_address(app, ELSEWHERE), name).status_code != TOO_MANY
    give_back()
    assert ask(at_address(app, HERE), name).status_code != TOO_MANY


@pytest.mark.parametrize("name", FOR_ALL)
def test_what_everybody_may_read_is_read_also_beside_a_flood(
    app: Flask, shares: Shares, name: str
) -> None:
    shares.threads.take(Asker.stranger(HERE).path)
    assert ask(at_address(app, HERE), name).status_code != TOO_MANY


def test_a_48_of_strangers_has_one_share(app: Flask, shares: Shares) -> None:
    shares.threads.take(Asker.stranger("2001:db8:1:1::/64").path)
    # Told to a neighbour in another /64, too: it is their network's share.
    assert ask(at_address(app, "2001:db8:1:ffff::1"), "user.login").status_code == TOO_MANY
    assert ask(at_address(app, "2001:db8:2::1"), "user.login").status_code != TOO_MANY


@pytest.mark.parametrize("name", WORKING)
def test_what_computes_waits_for_the_users_own_work_alone(
    browsers: dict[str, FlaskClient], shares: Shares, world: World, name: str
) -> None:
    shares.working.take(path_of(world.alice))
    assert ask(browsers["Alice"], name, world.alice.ids).status_code == TOO_MANY
    assert ask(browsers["Bob"], name, world.bob.ids).status_code != TOO_MANY


@pytest.mark.parametrize("name", ASKING)
def test_whoever_waits_for_an_app_keeps_nobody_from_computing(
    world: World, shares: Shares, name: str
) -> None:
    held_meanwhile: list[Sequence[str]] = []

    class Watched(FakeRemotes):
        def examine(self, url: str, token: str) -> RemoteExam:
            held_meanwhile.append([*shares.working._held])
            return super().examine(url, token)

    app = create_app(
        world.settings,
        world.database,
        remotes=Watched(),
        secret_key=SECRET_KEY,
        now=world.clock,
        shares=shares,
    )
    browser = open_session(app, world.database, world.alice.user, now=world.clock())
    body = GOOD_BODIES["dashboard.register"]
    answer = ask(browser, name, world.alice.ids, json=body)
    assert (answer.status_code, held_meanwhile) == (200, [[]])


@pytest.mark.parametrize("name", ASKING)
def test_an_app_is_asked_on_behalf_of_its_user(world: World, name: str) -> None:
    askers: list[Asker] = []

    class Watched(FakeRemotes):
        def examine(self, url: str, token: str) -> RemoteExam:
            askers.append(current_asker())
            return super().examine(url, token)

    remotes = Watched()
    app = create_app(
        world.settings, world.database, remotes=remotes, secret_key=SECRET_KEY, now=world.clock
    )
    browser = open_session(app, world.database, world.alice.user, now=world.clock())
    ask(browser, name, world.alice.ids, json=GOOD_BODIES["dashboard.register"])
    assert askers == [Asker.user(str(world.alice.user.id))]


def test_a_user_has_a_share_of_the_exports(
    browsers: dict[str, FlaskClient], shares: Shares, world: World
) -> None:
    give_back = shares.streams.take(path_of(world.alice))
    assert ask(browsers["Alice"], "export.get", world.alice.ids).status_code == TOO_MANY
    assert ask(browsers["Bob"], "export.get", world.bob.ids).status_code == 200
    give_back()
    assert ask(browsers["Alice"], "export.get", world.alice.ids).status_code == 200


def test_an_export_that_is_being_read_occupies_a_thread_and_no_place_to_work(
    browsers: dict[str, FlaskClient], shares: Shares, world: World
) -> None:
    answer = ask(browsers["Alice"], "export.get", world.alice.ids, buffered=False)
    for pool, count in ((shares.threads, 1), (shares.streams, 1), (shares.working, 0)):
        assert sum(pool._held.values()) == count
    answer.close()
    for pool in (shares.threads, shares.streams, shares.working):
        assert not pool._held


def test_a_request_gives_its_places_back_whatever_becomes_of_it(
    browsers: dict[str, FlaskClient], shares: Shares, world: World
) -> None:
    for name in ("dashboard.get", "dashboard.register", "export.get", "user.change_password"):
        ask(browsers["Alice"], name, world.alice.ids, query_string="accuracy=wrong", data=b"{")
    for pool in (shares.threads, shares.streams, shares.working):
        assert not pool._held


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> FairPool:
    pool = make_pool()
    monkeypatch.setattr(passwords, "HASHING", pool)
    return pool


def log_in(world: World, address: str, name: str = "Alice", password: str = PASSWORD) -> int:
    json = {"name": name, "password": password}
    return ask(at_address(world.app, address), "user.login", json=json).status_code


def test_strangers_leave_a_place_to_whoever_comes_from_where_they_usually_are(
    world: World, hashing: FairPool
) -> None:
    assert log_in(world, HERE) == 200
    flood = hashing.take(("strangers", ELSEWHERE))
    assert log_in(world, ELSEWHERE) == TOO_MANY
    assert log_in(world, HERE) == 200
    flood()
    assert log_in(world, ELSEWHERE) == 200


def test_a_password_that_nobody_looked_at_does_not_count_as_wrong(
    world: World, hashing: FairPool
) -> None:
    flood = hashing.take(("strangers", HERE))
    refusals = [log_in(world, HERE) for _ in range(30)]
    flood()
    assert refusals == [TOO_MANY] * 30
    assert log_in(world, HERE) == 200


@pytest.mark.parametrize("name", ["user.change_password", "user.delete"])
def test_nor_does_that_of_somebody_who_is_logged_in(
    world: World, hashing: FairPool, name: str
) -> None:
    held = hashing.take(("known", *path_of(world.alice)))
    refusals = [ask(world.alice.client, name).status_code for _ in range(30)]
    held()
    assert refusals == [TOO_MANY] * 30
    assert ask(world.alice.client, name).status_code == 200


def test_a_registration_that_found_no_place_does_not_count(
    world: World, hashing: FairPool
) -> None:
    flood = hashing.take(("strangers", HERE))
    statuses = [ask(at_address(world.app, HERE), "user.register").status_code for _ in range(30)]
    flood()
    assert statuses == [TOO_MANY] * 30
    assert ask(at_address(world.app, HERE), "user.register").status_code == 200


@pytest.mark.parametrize("name", ["user.login", "user.register"])
def test_a_refused_password_says_when_to_come_back(
    world: World, hashing: FairPool, name: str
) -> None:
    hashing.take(("strangers", HERE))
    refused = ask(at_address(world.app, HERE), name)
    assert (refused.status_code, refused.headers["Retry-After"]) == (TOO_MANY, "7")


def test_whoever_finds_only_others_at_work_is_told_that_pydash_is_busy(
    browsers: dict[str, FlaskClient], shares: Shares, world: World
) -> None:
    shares.working.take(("user 1",))
    shares.working.take(("user 2",))
    answer = ask(browsers["Alice"], "dashboard.get", world.alice.ids)
    assert (answer.status_code, json_of(answer)["message"]) == (503, REFUSALS.busy)
    assert "Retry-After" in answer.headers


@pytest.mark.parametrize("question_count", [20, 32])
def test_a_page_is_never_refused(world: World, question_count: int) -> None:
    """Also where a proxy lets a browser ask for everything at once."""
    shares = Shares.of(world.settings)
    app = create_app(
        world.settings,
        world.database,
        remotes=world.remotes,
        secret_key=SECRET_KEY,
        now=world.clock,
        shares=shares,
    )
    everybody = threading.Barrier(question_count)

    def ask_at_once(browser: FlaskClient) -> int:
        everybody.wait(60)
        return ask(browser, "statistic.get_all", world.alice.ids).status_code

    open_browser = partial(open_session, app, world.database, world.alice.user, now=world.clock())
    browsers = [open_browser() for _ in range(question_count)]
    with ThreadPoolExecutor(question_count) as threads:
        assert [*threads.map(ask_at_once, browsers)] == [200] * question_count
    assert not shares.threads._held
