"""What the gateway makes of remotes that are no FMD, or no honest one."""

import json
import warnings
from datetime import UTC, datetime

import jwt
import pytest

from pydash_app import errors
from pydash_app.measurements.window import Window
from pydash_app.remote import RemoteGateway
from tests.remotes.lying_server import Lie, LyingServer, answering, serve

TOKEN = "a security code of 32 bytes or more"
WINDOW = Window(1_795_000_000, 1_796_000_000)
DETAILS = json.dumps(
    {
        "config-version": "2.0",
        "dashboard-version": "1.13.1",
        "first-request": 1795462571,
        "link": "dashboard",
        "total-requests": 301,
    }
).encode()


def sign(rows: object, token: str = TOKEN, algorithm: str | None = "HS256") -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
        return jwt.encode({"data": json.dumps(rows)}, token, algorithm).encode()


def telling_pages_apart(**pages: Lie) -> Lie:
    """Each page has its own answer, by the last part of its path; the rest is 404."""

    def lie(connection: object) -> None:
        raise AssertionError("replaced by route")

    del lie
    raise NotImplementedError
