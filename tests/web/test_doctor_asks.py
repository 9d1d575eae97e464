"""The doctor asks a running PyDash, through what stands in front of it, and says what is wrong."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from pydash_app.database import Database
from pydash_app.doctor import Finding, look_at_address
from pydash_app.mirror import HEADER, make_pass
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY
from tests.stack.waiting import find_free_port
from tests.web.asking import json_of
from tests.web.people import StoppedClock

Change = Callable[[dict[str, Any]], object]

FORWARDED = {"HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "http"}


class Stand:
    """A PyDash at a port, and the address at which people find it."""

    def __init__(self, database: Database, folder: Path, clock: StoppedClock) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def settings(self, **given: str) -> Settings:
        base = {"data_dir": self._folder, "port": self.port, "base_url": self.url}
        return Settings.model_validate(base | given)

    @contextmanager
    def running(self, change: Change, **given: str) -> Iterator[None]:
        """Run it behind something that changes what it is asked."""
        app = create_app(
            self.settings(**given), self._database, secret_key=SECRET_KEY, now=self._clock
        )
        inner = app.wsgi_app

        def changed(environ: dict[str, Any], start_response: Any) -> Any:
            change(environ)
            return inner(environ, start_response)

        app.wsgi_app = changed  # type: ignore[method-assign]
        server = make_server("127.0.0.1", self.port, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def ask(self, key: bytes | None = SECRET_KEY, **given: str) -> list[Finding]:
        """What the doctor finds whose own settings are these."""
        return list(look_at_address(self.settings(**given), secret_key=key, now=self._clock()))


@pytest.fixture
def stand(database: Database, tmp_path: Path, clock: StoppedClock) -> Stand:
    return Stand(database, tmp_path / "data", clock)


def nothing(_environ: dict[str, Any]) -> None:
    """Nobody is in between."""


def test_where_all_is_well_it_says_so(stand: Stand) -> None:
    with stand.running(nothing):
        (finding,) = stand.ask()
    assert finding.level == "fine"


def test_a_trusted_proxy_that_does_as_the_samples_is_well(stand: Stand) -> None:
    with stand.running(lambda one: one.update(FORWARDED), trusted_proxies="127.0.0.1"):
        (finding,) = stand.ask()
    assert finding.level == "fine"


@pytest.mark.parametrize(
    ("change", "given", "asked_with", "words"),
    [
        (lambda one: one.update(FORWARDED), {}, {}, ("PYDASH_TRUSTED_PROXIES", "127.0.0.1")),
        (
            lambda one: one.update({"HTTP_X_FORWARDED_FOR": "unknown"}),
            {"trusted_proxies": "127.0.0.1"},
            {},
            ("X-Forwarded-For",),
        ),
        (
            lambda one: one.update({"HTTP_HOST": "backend:5000"}),
            {},
            {},
            ("'backend:5000'", "proxy_set_header Host"),
        ),
        (
            lambda one: one.update(FORWARDED | {"HTTP_X_FORWARDED_PROTO": "https"}),
            {"trusted_proxies": "127.0.0.1"},
            {},
            ("X-Forwarded-Proto",),
        ),
        (nothing, {"base_url": "http://127.0.0.1:1"}, {}, ("PYDASH_BASE_URL", "again")),
        (nothing, {}, {"path": "/pydash"}, ("path in PYDASH_BASE_URL",)),
    ],
    ids=["unnamed proxy", "no client", "no host", "another scheme", "another base", "path"],
)
def test_what_does_not_fit_is_named_with_the_remedy(
    stand: Stand,
    change: Change,
    given: dict[str, str],
    asked_with: dict[str, str],
    words: tuple[str, ...],
) -> None:
    asked = {"base_url": f"{stand.url}{asked_with['path']}"} if asked_with else {}
    with stand.running(change, **given):
        (finding,) = stand.ask(SECRET_KEY, **asked)
    assert finding.level in ("warning", "problem")
    for word in words:
        assert word in finding.sentence


def test_another_pydash_at_the_address_is_noticed(stand: Stand) -> None:
    with stand.running(nothing):
        (finding,) = stand.ask(b"the key of another installation")
    assert finding.level == "warning"
    assert "another secret key" in finding.sentence


def test_where_the_way_is_broken_it_says_that_pydash_itself_answers(stand: Stand) -> None:
    public = f"http://127.0.0.1:{find_free_port()}"
    with stand.running(nothing, base_url=public):
        first, second = stand.ask(base_url=public)
    assert "Nothing answers" in first.sentence
    assert f"At http://127.0.0.1:{stand.port}" in second.sentence
    assert "proxy" in second.sentence


def test_where_nothing_runs_it_says_so(stand: Stand) -> None:
    public = f"http://127.0.0.1:{find_free_port()}"
    first, second = stand.ask(base_url=public)
    assert (first.level, second.level) == ("problem", "problem")
    assert "Start PyDash" in second.sentence


def test_nobody_else_is_shown_anything(client: FlaskClient, clock: StoppedClock) -> None:
    good, bad = make_pass(SECRET_KEY, clock()), make_pass(b"a stranger's guess", clock())
    assert "seen" in json_of(client.get("/api/health", headers={HEADER: good}))
    assert "seen" not in json_of(client.get("/api/health", headers={HEADER: bad}))
    assert "seen" not in json_of(client.get("/api/health"))
    assert client.get("/api/user", headers={HEADER: good}).status_code == 401
