"""Whether PyDash works, as it says itself."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from threading import Event
from typing import TypeVar

from flask.testing import FlaskClient

from pydash_app import health
from pydash_app.database import Database, Root
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY
from tests.web.asking import json_of
from tests.web.away_database import AwayDatabase
from tests.web.people import StoppedClock
from tests.web.world import World


def test_ok_when_everything_works(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    database.write(lambda root: health.note_beat(root, now=clock()))
    clock.move(timedelta(seconds=2))
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.OK
    assert json_of(response) == {
        "status": "ok",
        "web": {"ok": True},
        "database": {"ok": True},
        "scheduler": {"ok": True, "heartbeat_age_s": 2.0, "leader": None},
    }


def test_failing_when_the_scheduler_never_ran(client: FlaskClient) -> None:
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response) == {
        "status": "failing",
        "web": {"ok": True},
        "database": {"ok": True},
        "scheduler": {"ok": False, "heartbeat_age_s": None, "leader": None},
    }


def test_failing_when_the_scheduler_fell_silent(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    database.write(lambda root: health.note_beat(root, now=clock()))
    clock.move(timedelta(minutes=5))
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response)["scheduler"] == {
        "ok": False,
        "heartbeat_age_s": 300.0,
        "leader": None,
    }


def test_failing_when_the_database_is_away(world: World) -> None:
    response = world.away.test_client().get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response)["status"] == "failing"
    assert json_of(response)["web"] == {"ok": True}
    assert json_of(response)["database"] == {"ok": False}
    assert json_of(response)["scheduler"]["ok"] is False


T = TypeVar("T")


class HangingDatabase(AwayDatabase):
    """Answers nothing before it is told to."""

    def __init__(self) -> None:
        self.is_over = Event()
        self.reads = 0

    def read(self, work: Callable[[Root], T]) -> T:
        self.reads += 1
        self.is_over.wait(30)
        return super().read(work)


def test_it_is_told_at_once_when_the_database_hangs(settings: Settings) -> None:
    database = HangingDatabase()
    app = create_app(settings, database, secret_key=SECRET_KEY)

    def ask() -> tuple[int, float]:
        started_s = time.monotonic()
        status = app.test_client().get("/api/health").status_code
        return status, time.monotonic() - started_s

    with ThreadPoolExecutor(4) as threads:
        answers = [threads.submit(ask) for _ in range(4)]
        found = [answer.result() for answer in answers]
    database.is_over.set()
    assert {status for status, _ in found} == {HTTPStatus.SERVICE_UNAVAILABLE}
    assert max(seconds for _, seconds in found) < 2
    assert database.reads == 1


def test_the_next_question_is_asked_anew(settings: Settings) -> None:
    database = HangingDatabase()
    database.is_over.set()
    client = create_app(settings, database, secret_key=SECRET_KEY).test_client()
    for _ in range(2):
        assert client.get("/api/health").status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert database.reads == 2
