"""Who and what there is when a request is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_app.shares import Asker
from pydash_app.text_forms import fold
from pydash_web.app_factory import create_app
from pydash_web.shares import Shares, count_threads
from tests.factories import SECRET_KEY
from tests.web.away_database import AwayDatabase
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import (
    Person,
    StoppedClock,
    make_token,
    open_session,
    put_into_cookie,
    use_token,
)
from tests.web.vanishing_database import VanishingDatabase

MALFORMED_ID = "11111111-2222-3333-4444"


@dataclass(frozen=True)
class World:
    """Three people with a browser each, one browser in which nobody is logged in."""

    app: Flask
    settings: Settings
    database: Database
    remotes: FakeRemotes
    clock: StoppedClock
    alice: Person
    bob: Person
    charlie: Person

    @cached_property
    def away(self) -> Flask:
        """The same app, and its database can't be reached."""
        return self.make_app(self.settings, AwayDatabase())

    def browser_of(self, who: str) -> FlaskClient:
        """A browser by the name of its user, or one of those that `_SPECIAL` lists."""
        if who in _SPECIAL:
            return _SPECIAL[who](self)
        person: Person = getattr(self, who)
        return person.client

    def ids_of(self, whose: str) -> Mapping[str, UUID | str]:
        """The ids of what somebody owns; what `malformed` has are none."""
        if whose == "malformed":
            return dict.fromkeys(self.alice.ids, MALFORMED_ID)
        person: Person = getattr(self, whose)
        return person.ids

    def dashboard_of(self, whose: str) -> str:
        """The id of somebody's dashboard; what `malformed` has is none."""
        return str(self.ids_of(whose)["dashboard_id"])

    def make_app(self, settings: Settings, database: Database) -> Flask:
        """The same app with other settings, or another database."""
        return create_app(
            settings, database, remotes=self.remotes, secret_key=SECRET_KEY, now=self.clock
        )


def _be_nobody(world: World) -> FlaskClient:
    return world.app.test_client()


def _ask_without_database(world: World) -> FlaskClient:
    return put_into_cookie(world.away, "a token that can't be looked up")


def _use_token_for_reading(world: World) -> FlaskClient:
    made = make_token(world.database, world.alice.user, scope="read", now=world.clock())
    return use_token(world.app, made.token)


def _use_token_for_writing(world: World) -> FlaskClient:
    return use_token(world.app, world.alice.token)


def _vanish(world: World) -> FlaskClient:
    """Be Alice, while somebody deletes her account."""
    database = VanishingDatabase(world.database, world.alice.user.name)
    app = world.make_app(world.settings, database)
    return open_session(app, world.database, world.alice.user, now=world.clock())


def _hurry(world: World) -> FlaskClient:
    """Be Alice, after she has done everything as often as she may."""
    once = {name: 1 for name in Settings.model_fields if name.startswith("limit_")}
    folder = world.settings.data_dir / "hurried"
    settings = world.settings.model_copy(update={"data_dir": folder, **once})
    app = world.make_app(settings, world.database)
    limits, alice_id = app.extensions["pydash"].limits, str(world.alice.user.id)
    for limit, key in (
        (limits.requests, alice_id),
        (limits.dashboard_registrations, alice_id),
        (limits.registrations, "127.0.0.1"),
        (limits.mails, "127.0.0.1"),
        (limits.wrong_logins_of_account, fold(world.alice.user.name)),
    ):
        limits.charge(limit.of(key), now=world.clock())
    return use_token(app, world.alice.token)


def _come_in_a_crowd(world: World) -> FlaskClient:
    """Be a stranger in whose network as many requests are under way as there may be."""
    app = world.make_app(world.settings, world.database)
    shares: Shares = app.extensions["pydash"].shares
    for _ in range(count_threads(world.settings) // 2):
        shares.threads.take(Asker.stranger("127.0.0.1").path)
    return app.test_client()


_SPECIAL: Mapping[str, Callable[[World], FlaskClient]] = {
    "stranger": _be_nobody,
    "away": _ask_without_database,
    "reader": _use_token_for_reading,
    "writer": _use_token_for_writing,
    "vanishing": _vanish,
    "hurried": _hurry,
    "crowded": _come_in_a_crowd,
}
