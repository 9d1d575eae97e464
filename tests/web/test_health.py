"""Whether PyDash works, as it says itself."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from threading import Event
from typing import TypeVar

import pytest
from flask.testing import FlaskClient

from pydash_app import health
from pydash_app.database import Database, Root
from pydash_app.health.reasons import judge_disk
from pydash_app.health.survey import Survey
from pydash_app.settings import Settings
from pydash_app.user import make_admin
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY
from tests.web.asking import json_of
from tests.web.away_database import AwayDatabase
from tests.web.people import Person, StoppedClock
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
        "reasons": [],
    }


def test_failing_when_the_scheduler_never_ran(client: FlaskClient) -> None:
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response) == {
        "status": "failing",
        "web": {"ok": True},
        "database": {"ok": True},
        "scheduler": {"ok": False, "heartbeat_age_s": None, "leader": None},
        "reasons": [
            {
                "code": "scheduler_silent",
                "message": "No scheduler has ever worked on this database. "
                "Start `pydash scheduler`.",
            }
        ],
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


STRANGER = {"REMOTE_ADDR": "203.0.113.5"}


def test_a_process_that_serves_is_live_though_the_database_is_away(world: World) -> None:
    response = world.away.test_client().get("/api/health/live", environ_overrides=STRANGER)
    assert response.status_code == HTTPStatus.OK
    assert json_of(response) == {"status": "live"}


def test_it_is_ready_as_soon_as_it_reaches_the_database_whether_or_not_anything_is_fetched(
    client: FlaskClient,
) -> None:
    response = client.get("/api/health/ready", environ_overrides=STRANGER)
    assert response.status_code == HTTPStatus.OK
    assert json_of(response) == {"status": "ready", "reasons": []}


def test_without_its_database_it_is_not_ready_and_says_when_to_ask_again(world: World) -> None:
    response = world.away.test_client().get("/api/health/ready", environ_overrides=STRANGER)
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response)["status"] == "not_ready"
    assert [one["code"] for one in json_of(response)["reasons"]] == ["database_unreachable"]
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready"])
def test_who_asks_under_a_name_of_their_own_is_refused_as_everywhere(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path, headers={"Host": "evil.example"})
    assert response.status_code == HTTPStatus.MISDIRECTED_REQUEST


def leave_trouble(database: Database, clock: StoppedClock) -> None:
    """A scheduler that works, and is late with fetches and mails."""
    survey = Survey(
        taken_at=clock(),
        user_count=2,
        dashboard_counts={"up_to_date": 70},
        overdue_count=41,
        longest_delay_s=1300.0,
        longest_lag_s=7000.0,
        mail_count=3,
        failing_mail_count=2,
        oldest_mail_age_s=1800.0,
        packed_at=None,
    )
    database.write(lambda root: health.note_beat(root, now=clock()))
    health.report(database, survey)


def test_trouble_that_comes_is_a_warning_to_operators(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    leave_trouble(database, clock)
    response = client.get("/api/health")
    answer = json_of(response)
    assert (response.status_code, answer["status"]) == (HTTPStatus.OK, "warning")
    assert [reason["code"] for reason in answer["reasons"]] == ["fetches_late", "mails_unsent"]
    assert answer["reasons"][0]["message"].startswith("41 fetches wait for their turn, the first")


def test_strangers_are_told_no_more_than_a_load_balancer_needs(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    leave_trouble(database, clock)
    answer = json_of(client.get("/api/health", environ_overrides=STRANGER))
    assert answer == {
        "status": "ok",
        "web": {"ok": True},
        "database": {"ok": True},
        "scheduler": {"ok": True, "heartbeat_age_s": 0.0, "leader": None},
        "reasons": None,
    }


def test_an_administrator_is_told_everything_from_anywhere(
    alice: Person, bob: Person, database: Database, clock: StoppedClock
) -> None:
    leave_trouble(database, clock)
    make_admin(database, "Alice")
    told = [
        json_of(person.client.get("/api/health", environ_overrides=STRANGER))["reasons"]
        for person in (alice, bob)
    ]
    assert told[0]
    assert told[1] is None


def test_what_a_silent_scheduler_saw_is_no_news(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    leave_trouble(database, clock)
    clock.move(timedelta(minutes=5))
    codes = [reason["code"] for reason in json_of(client.get("/api/health"))["reasons"]]
    assert codes == ["scheduler_silent"]


@pytest.mark.parametrize(
    ("free_gib", "total_gib", "is_told"),
    [(1, 100, True), (6, 100, False), (6, 1000, False), (4, 1000, True), (0, 1, True)],
)
def test_a_disk_that_is_nearly_full_is_told(
    free_gib: int, total_gib: int, *, is_told: bool
) -> None:
    reasons = judge_disk(free_bytes=free_gib * 1024**3, total_bytes=total_gib * 1024**3)
    assert [reason.code for reason in reasons] == ["disk_nearly_full"] * is_told


T = TypeVar("T")


class HangingDatabase(AwayDatabase):
    """Answers nothing before it is told to."""

    def __init__(self) -> None:
        self.is_over = Event()
        self._log: list[None] = []

    @property
    def reads(self) -> int:
        """How often it was asked, its copies included."""
        return len(self._log)

    def read(self, work: Callable[[Root], T]) -> T:
        self._log.append(None)
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
