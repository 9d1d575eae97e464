"""Each answer bears an id, and so do the lines of the log that are about its request."""

import logging
from ipaddress import ip_network

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pydash_web.request_ids import note_request_id
from tests.web.world import World


class Listener(logging.Handler):
    """Keeps the ids of what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str | None] = []
        self.addFilter(note_request_id)

    def emit(self, record: logging.LogRecord) -> None:
        self.ids.append(getattr(record, "request_id", None))


def id_of(app: Flask, peer: str, given: str) -> str:
    response = app.test_client().get(
        "/api/health", headers={"X-Request-Id": given}, environ_overrides={"REMOTE_ADDR": peer}
    )
    return response.headers["X-Request-Id"]


@pytest.mark.parametrize("path", ["/", "/api/health", "/api/nowhere", "/assets/index-4f2a.js"])
def test_each_answer_has_an_id_of_its_own(client: FlaskClient, path: str) -> None:
    ids = {client.get(path).headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3
    assert all(len(one) == 16 for one in ids)


def test_the_log_bears_it(client: FlaskClient) -> None:
    listener = Listener()
    logger = logging.getLogger("pydash_web")
    logger.addHandler(listener)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        body = {"name": "Nobody", "password": "wrong horse battery"}
        response = client.post("/api/login", json=body)
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
    assert response.status_code == 401
    assert listener.ids == [response.headers["X-Request-Id"]]


def test_strangers_choose_no_id(app: Flask) -> None:
    assert id_of(app, "127.0.0.1", "chosen-by-me") != "chosen-by-me"


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("chosen-by-me", True), ("short", False), ("x" * 65, False), ("a b c d e f", False)],
)
def test_a_trusted_proxy_may_choose_one(world: World, given: str, *, is_taken: bool) -> None:
    trusting = world.make_app(
        world.settings.model_copy(update={"trusted_proxies": (ip_network("10.0.0.1/32"),)}),
        world.database,
    )
    assert (id_of(trusting, "10.0.0.1", given) == given) is is_taken
