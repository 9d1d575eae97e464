"""What requests to a running PyDash need to find there, put back before each of them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import requests
from argon2 import PasswordHasher

from pydash_app.dashboard import repository as dashboards
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.token_cipher import encrypt_token
from pydash_app.database import Database, Root
from pydash_app.user import credential_repository
from pydash_app.user import repository as users
from pydash_app.user.credentials import ApiToken, MailedCode
from pydash_app.user.entity import Session, User
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.tokens import TOKEN_PREFIX
from tests.factories import PASSWORD, SECRET_KEY
from tests.remotes.running_fmd import RunningFmd

QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""So that most examples need not wait for the slow one."""

ENDPOINT = "home"


@dataclass
class LiveWorld:
    """A user with a session, a dashboard and a token in the database of a running PyDash.

    Attributes:
        undo_code: good for a change that has nothing to undo any more.
        code: good for a new password and, once, for a new address.
    """

    database: Database
    base_url: str
    fmd: RunningFmd
    http: requests.Session
    name: str = field(default_factory=lambda: f"user-{uuid4()}")
    user_id: str = ""
    session_token: str = ""
    token: str = ""
    token_id: str = ""
    session_id: str = ""
    dashboard_id: str = ""
    code: str = ""
    undo_code: str = ""

    def restore(self) -> None:
        """Put everything there once more that a request may have used up or changed."""
        self.session_token, self.token = make_code(), TOKEN_PREFIX + make_code()
        self.code, self.undo_code = make_code(), make_code()
        self.database.write(self._restore)

    def ids(self) -> dict[str, str]:
        """What the user owns, by the names of path parameters."""
        return {
            "dashboard_id": self.dashboard_id,
            "token_id": self.token_id,
            "session_id": self.session_id,
            "endpoint_name": ENDPOINT,
        }

    def good_bodies(self) -> dict[str, dict[str, Any]]:
        """Bodies that work, where it depends on what there is."""
        new_password = "another horse battery"
        fresh = str(uuid4())
        return {
            "user.login": {"name": self.name, "password": PASSWORD},
            "user.register": {
                "name": fresh,
                "email": f"{fresh}@example.org",
                "password": PASSWORD,
            },
            "user.verify": {"verification_code": self.code},
            "user.undo": {"undo_code": self.undo_code},
            "user.reset_password": {"reset_code": self.code, "new_password": new_password},
            "dashboard.register": {"name": "app", "url": self.fmd.url, "token": self.fmd.token},
            "dashboard.try_out": {"url": self.fmd.url, "token": self.fmd.token},
            "admin.end_sessions": {"name": self.name},
            "admin.disable": {"name": self.name, "is_disabled": False},
            "admin.refresh": {"dashboard_id": self.dashboard_id},
        }

    def _restore(self, root: Root) -> None:
        now = datetime.now(UTC)
        user = users.find_by_id(root, self.user_id)  # by a request, the name may be another
        if user is not None:
            for dashboard in dashboards.list_owned(root, user.id):
                dashboards.remove(root, dashboard)
            credential_repository.remove_everything(root, user.id)
            users.remove(root, user)
        user = User(
            name=self.name, email=f"{self.name}@example.org", password_hash=QUICK_HASH, now=now
        )
        user.expect_code(digest_of(self.code), now=now)
        user.is_verified = True
        user.is_admin = True  # or the administrators' routes would always refuse
        users.add(root, user)
        self.user_id = user.id
        users.add_session(root, user, digest_of(self.session_token), Session(user.id, now=now))
        other = Session(user.id, now=now)
        users.add_session(root, user, digest_of(make_code()), other)
        self.session_id = str(other.id)
        self._add_code(root, user, now)
        self._add_token(root, user, now)
        self._add_dashboard(root, user, now)

    def _add_code(self, root: Root, user: User, now: datetime) -> None:
        code = MailedCode(
            user_id=user.id,
            purpose="reset_password",
            email=user.email,
            expires_at=now + timedelta(hours=1),
        )
        credential_repository.add_code(root, digest_of(self.code), code)
        undo = MailedCode(
            user_id=user.id,
            purpose="undo",
            email=user.email,
            expires_at=now + timedelta(days=7),
        )
        undo.act = "token"  # one that is gone by now
        credential_repository.add_code(root, digest_of(self.undo_code), undo)

    def _add_token(self, root: Root, user: User, now: datetime) -> None:
        token = ApiToken(
            owner_id=user.id,
            name="script",
            scope="write",
            digest=digest_of(self.token),
            expires_at=None,
            now=now,
        )
        credential_repository.add_token(root, token)
        self.token_id = token.id

    def _add_dashboard(self, root: Root, user: User, now: datetime) -> None:
        fetching = FetchState(history_from_s=1, window_s=3600, now=now + timedelta(days=1))
        fetching.is_caught_up = True
        dashboard = Dashboard(
            owner_id=user.id,
            name="app",
            url=self.fmd.url,
            encrypted_token=encrypt_token(self.fmd.token, SECRET_KEY),
            fmd_version="1.13.1",
            endpoint_names=[ENDPOINT],
            warning_codes=[],
            fetching=fetching,
            now=now,
        )
        dashboards.add(root, dashboard)
        self.dashboard_id = str(UUID(dashboard.id))
