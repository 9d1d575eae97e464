"""Makes users, sessions and dashboards, without a password's slow hash where none is needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pydash_app.audit import Subject, record
from pydash_app.database import Database, Root
from pydash_app.mail.queue import list_all
from pydash_app.user import NewToken, UserView, credential_repository
from pydash_app.user import repository as users
from pydash_app.user.credentials import ApiToken, Scope
from pydash_app.user.entity import Session, User
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.passwords import hash_password
from pydash_app.user.services.tokens import TOKEN_PREFIX, TokenView
from tests.factories import PASSWORD


class StoppedClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def __call__(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> None:
        self._at += by


class WholeAnswers(FlaskClient):
    """Reads each answer to its end, and so closes the file that it came from."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return super().open(*args, **({"buffered": True} | kwargs))


@dataclass(frozen=True)
class Person:
    """A logged-in user with a browser, a dashboard and an API token for writing."""

    user: UserView
    client: FlaskClient
    dashboard_id: UUID
    token_id: UUID
    token: str
    session_id: UUID

    @property
    def ids(self) -> dict[str, UUID]:
        """What they own, by the names that routes have for it."""
        return {
            "dashboard_id": self.dashboard_id,
            "token_id": self.token_id,
            "session_id": self.session_id,
        }


def make_user(
    database: Database, name: str, *, is_verified: bool = True, now: datetime
) -> UserView:
    """An account whose password is `PASSWORD`."""

    def keep(root: Root) -> UserView:
        email = f"{name.lower()}@example.org"
        user = User(name=name, email=email, password_hash=_hash_once(), now=now)
        if is_verified:
            user.mark_verified()
        users.add(root, user)
        return UserView.of(user)

    return database.write(keep)


def open_other_session(database: Database, user: UserView, *, now: datetime) -> UUID:
    """A session in a browser that is not at hand; its public id."""
    session = Session(str(user.id), now=now, device="Firefox on Linux", address="192.0.2.9")

    def keep(root: Root) -> None:
        owner = users.get_by_id(root, str(user.id))
        users.add_session(root, owner, digest_of(make_code()), session)

    session_id = session.id
    assert session_id is not None
    database.write(keep)
    return UUID(session_id)


def open_session(app: Flask, database: Database, user: UserView, *, now: datetime) -> FlaskClient:
    """A browser whose cookie is what a login leaves there."""
    token = make_code()

    def keep(root: Root) -> None:
        owner = users.find_by_name(root, user.name)
        assert owner is not None
        users.add_session(root, owner, digest_of(token), Session(owner.id, now=now))

    database.write(keep)
    return put_into_cookie(app, token)


def put_into_cookie(app: Flask, token: str) -> FlaskClient:
    """A browser that holds a session's token, signed as the app signs it."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
        session.permanent = True
    return client


def make_token(
    database: Database, user: UserView, *, scope: Scope = "write", now: datetime
) -> NewToken:
    """A token that never expires, of whose making no mail waits."""
    secret = TOKEN_PREFIX + make_code()
    token = ApiToken(
        owner_id=str(user.id),
        name="script",
        scope=scope,
        digest=digest_of(secret),
        expires_at=None,
        now=now,
    )

    def keep(root: Root) -> None:
        credential_repository.add_token(root, token)
        record(
            root, "token_created", Subject("token", token.id, token.name, owner_id=str(user.id))
        )

    database.write(keep)
    return NewToken(secret, TokenView.of(token))


def drop_token(database: Database, token_id: UUID) -> None:
    """Delete a token, without a mail about that."""

    def drop(root: Root) -> None:
        token = credential_repository.find_token_by_id(root, str(token_id))
        assert token is not None
        credential_repository.remove_token(root, token)

    database.write(drop)


def use_token(app: Flask, token: str) -> FlaskClient:
    """A script that sends a token with every request."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def list_links(database: Database) -> list[str]:
    """The links in the mails that wait to be sent."""
    return database.read(lambda root: [mail.link for mail in list_all(root)])


def find_mailed_code(database: Database) -> str:
    """The code in the only mail that waits to be sent."""
    (link,) = list_links(database)
    return link.rpartition("/")[2]


@cache
def _hash_once() -> str:
    return hash_password(PASSWORD)
