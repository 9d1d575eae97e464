"""The app over a database in memory; Alice owns, Bob has his own, Charlie is a stranger."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_app import dashboard as dashboards
from pydash_app import user as users
from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY, make_dashboard
from tests.web.compiled_routes import compiling_once
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import (
    Person,
    StoppedClock,
    WholeAnswers,
    drop_token,
    make_token,
    make_user,
    open_other_session,
    open_session,
)
from tests.web.world import World

INDEX_HTML = (
    '<!doctype html><meta property="csp-nonce" content="__CSP_NONCE__">'
    '<meta name="pydash-base-path" content="__BASE_PATH__">'
    '<script src="./assets/index-4f2a.js"></script><div id="root">'
)


@pytest.fixture(autouse=True)
def hash_quickly(quick_hashes: None) -> None:
    """Lose no time with hashing, unless a test asks for `real_hashes`."""


@pytest.fixture
def clock(now: datetime) -> StoppedClock:
    return StoppedClock(now)


@pytest.fixture(autouse=True, scope="session")
def compile_routes_once() -> Iterator[None]:
    """Compile each route once: every test makes an app, and half of that work is this."""
    with compiling_once():
        yield


@cache
def _read_settings() -> Settings:
    return Settings()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return _read_settings().model_copy(update={"data_dir": tmp_path / "data"})


@pytest.fixture
def remotes() -> FakeRemotes:
    return FakeRemotes()


@pytest.fixture
def static_folder(tmp_path: Path) -> Path:
    """A built front end, as small as can be."""
    folder = tmp_path / "static"
    assets = folder / "assets"
    assets.mkdir(parents=True)
    (folder / "index.html").write_text(INDEX_HTML)
    (folder / "sw.js").write_text("// service worker")
    (folder / "manifest.webmanifest").write_text("{}")
    script = assets / "index-4f2a.js"
    script.write_text("let answer = 42;" * 20)
    script.with_name("index-4f2a.js.gz").write_bytes(b"as gzip" * 3)
    script.with_name("index-4f2a.js.br").write_bytes(b"as brotli")
    return folder


@pytest.fixture
def app(
    settings: Settings,
    database: Database,
    remotes: FakeRemotes,
    clock: StoppedClock,
    static_folder: Path,
) -> Flask:
    app = create_app(
        settings,
        database,
        remotes=remotes,
        secret_key=SECRET_KEY,
        now=clock,
        static_folder=static_folder,
    )
    app.test_client_class = WholeAnswers
    return app


@pytest.fixture
def world(
    app: Flask,
    settings: Settings,
    database: Database,
    remotes: FakeRemotes,
    clock: StoppedClock,
    alice: Person,
    bob: Person,
    charlie: Person,
) -> World:
    return World(app, settings, database, remotes, clock, alice, bob, charlie)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is logged in."""
    return app.test_client()


@pytest.fixture
def alice(app: Flask, database: Database, clock: StoppedClock) -> Person:
    return _arrive(app, database, "Alice", clock)


@pytest.fixture
def bob(app: Flask, database: Database, clock: StoppedClock) -> Person:
    return _arrive(app, database, "Bob", clock)


@pytest.fixture
def charlie(app: Flask, database: Database, clock: StoppedClock) -> Person:
    """Logged in, and owner of a dashboard and a token that he has deleted."""
    charlie = _arrive(app, database, "Charlie", clock)
    dashboards.delete(database, charlie.user.id, charlie.dashboard_id)
    drop_token(database, charlie.token_id)
    users.end_session(database, charlie.user.id, charlie.session_id)
    return charlie


def _arrive(app: Flask, database: Database, name: str, clock: StoppedClock) -> Person:
    user = make_user(database, name, now=clock())
    dashboard_id = make_dashboard(database, owner_id=user.id, name=f"{name}'s app", now=clock())
    client = open_session(app, database, user, now=clock())
    made = make_token(database, user, now=clock())
    session_id = open_other_session(database, user, now=clock())
    return Person(user, client, dashboard_id, made.view.id, made.token, session_id)
