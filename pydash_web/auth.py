"""Who is asking: flask-login over sessions that live in the database.

The cookie is signed and carries the random token of a session, nothing else; the server knows the
token's digest, so that ending a session there ends it everywhere.
"""

import hashlib
from dataclasses import dataclass

import flask_login
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface

from pydash_app import user as users
from pydash_app.errors import NotLoggedInError
from pydash_app.secret_key import derive_key
from pydash_app.user import LogIn, UserView
from pydash_app.user.entity import SESSION_LIFETIME
from pydash_web.services import Services

COOKIE_NAME = "pydash_session"
_TOKEN_KEY = "_user_id"  # noqa: S105  where flask-login keeps what `get_id` returns
_KEY_PURPOSE = "web session cookie"


@dataclass(frozen=True)
class CurrentUser:
    """Who sent the request, in the form that flask-login asks for."""

    account: UserView
    session_token: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What goes into the cookie."""
        return self.session_token


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, with SHA-256 where Flask takes SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


def set_up_login(app: Flask, services: Services) -> None:
    """Teach an app to recognise its users."""
    app.session_interface = SessionCookie()
    app.secret_key = derive_key(services.secret_key, _KEY_PURPOSE)
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE_NAME,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=services.settings.public_url.startswith("https:"),
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        # The session in the database does not grow older by being used, and neither does this.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    manager = flask_login.LoginManager()
    # The token alone counts: a phone changes its address all day long.
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(session_token: str) -> CurrentUser | None:
        account = users.find_by_session(services.database, session_token, now=services.now())
        return None if account is None else CurrentUser(account, session_token)


def require_user() -> CurrentUser:
    """Get who sent the request.

    Raises:
        NotLoggedInError: nobody that PyDash knows.
    """
    user = flask_login.current_user
    if not user.is_authenticated:
        raise NotLoggedInError("Log in first.")
    # A copy: flask-login hands out a proxy, which would be nobody after the logout.
    return CurrentUser(user.account, user.session_token)


def start_session(services: Services, opened: LogIn) -> None:
    """Put a session that was just opened into the cookie; the one that was there ends."""
    former_token = session.get(_TOKEN_KEY)
    if former_token is not None:
        users.log_out(services.database, former_token)
    session.clear()
    session.permanent = True
    flask_login.login_user(CurrentUser(opened.user, opened.session_token))


def end_session(services: Services, user: CurrentUser) -> None:
    """End a session on the server, and take the cookie back."""
    users.log_out(services.database, user.session_token)
    flask_login.logout_user()
    session.clear()
