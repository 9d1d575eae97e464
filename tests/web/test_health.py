"""Whether PyDash works, as it says itself."""

from datetime import timedelta
from http import HTTPStatus

from flask.testing import FlaskClient

from pydash_app import health
from pydash_app.database import Database
from tests.web.asking import json_of
from tests.web.people import StoppedClock
from tests.web.world import World


def test_ok_when_everything_works(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    health.beat(database, now=clock())
    clock.move(timedelta(seconds=2))
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.OK
    assert json_of(response) == {
        "status": "ok",
        "web": {"ok": True},
        "database": {"ok": True},
        "scheduler": {"ok": True, "heartbeat_age_s": 2.0},
    }


def test_failing_when_the_scheduler_never_ran(client: FlaskClient) -> None:
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response) == {
        "status": "failing",
        "web": {"ok": True},
        "database": {"ok": True},
        "scheduler": {"ok": False, "heartbeat_age_s": None},
    }


def test_failing_when_the_scheduler_fell_silent(
    client: FlaskClient, database: Database, clock: StoppedClock
) -> None:
    health.beat(database, now=clock())
    clock.move(timedelta(minutes=5))
    response = client.get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response)["scheduler"] == {"ok": False, "heartbeat_age_s": 300.0}


def test_failing_when_the_database_is_away(world: World) -> None:
    response = world.away.test_client().get("/api/health")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert json_of(response)["status"] == "failing"
    assert json_of(response)["web"] == {"ok": True}
    assert json_of(response)["database"] == {"ok": False}
    assert json_of(response)["scheduler"]["ok"] is False
