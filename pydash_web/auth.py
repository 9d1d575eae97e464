"""Who is asking: a browser with a session, or a script with a personal API token.

Sessions are flask-login's, and live in the database. The cookie is signed and carries the random
token of a session, nothing else; the server knows the token's digest, so that ending a session
there ends it everywhere. Where a request carries both, the API token counts.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import flask_login
from flask import Flask, request, session

from pydash_app import user as users
from pydash_app.audit import Credential
from pydash_app.errors import NotAllowedError, NotLoggedInError, UnavailableError
from pydash_app.secret_key import derive_key
from pydash_app.user import Client, LogIn, UserView
from pydash_app.user.device import name_device
from pydash_app.user.entity import SESSION_LIFETIME
from pydash_web.services import Services
from pydash_web.session_cookie import SessionCookie

_TOKEN_KEY = "_user_id"  # noqa: S105  where flask-login keeps what `get_id` returns
_KEY_PURPOSE = "web session cookie"

CLOCK_TOLERANCE = timedelta(minutes=1)

PASSWORD_LIFETIME = timedelta(minutes=10)
"""So long it counts that the password was given in a session."""


@dataclass(frozen=True)
class CurrentUser:
    """Who sent the request, in the form that flask-login asks for.

    Attributes:
        session_token, authenticated_at: of the session, and when the password was last given in
            it; `None` where an API token came instead.
        credential: which session or token it is, for the audit list.
    """

    account: UserView
    session_token: str | None
    credential: Credential
    authenticated_at: datetime | None = None
    may_write: bool = True

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str | None:
        """What goes into the cookie."""
        return self.session_token


def set_up_login(app: Flask, services: Services) -> None:
    """Teach an app to recognise its users."""
    app.session_interface = SessionCookie()
    app.secret_key = derive_key(services.secret_key, _KEY_PURPOSE)
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=services.settings.base_path or "/",
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
        found = users.find_by_session(services.database, session_token, now=services.now())
        if found is None:
            return None
        if not found.is_noted:
            users.note_use(
                services.database,
                session_token,
                address=request.remote_addr or "",
                now=services.now(),
            )
        credential = Credential("session", found.id)
        return CurrentUser(found.user, session_token, credential, found.authenticated_at)


def require_user(services: Services) -> CurrentUser:
    """Get who sent the request.

    Raises:
        NotLoggedInError: nobody that PyDash knows.
    """
    scheme, _, api_token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":  # any other may be meant for a proxy
        return _require_owner(services, api_token.strip())
    user = flask_login.current_user
    if not user.is_authenticated:
        raise NotLoggedInError("Log in first.")
    # A copy: flask-login hands out a proxy, which would be nobody after the logout.
    return CurrentUser(user.account, user.session_token, user.credential, user.authenticated_at)


def is_administrator(services: Services) -> bool:
    """Whether somebody who looks after this PyDash sent the request."""
    try:
        return require_user(services).account.is_admin
    except (NotLoggedInError, UnavailableError):
        return False


def _require_owner(services: Services, api_token: str) -> CurrentUser:
    owner = users.find_by_token(services.database, api_token, now=services.now())
    if owner is None:
        raise NotLoggedInError(
            "This API token is unknown, expired or deleted.", code="wrong_api_token"
        )
    credential = Credential("token", owner.token_id, owner.token_name)
    return CurrentUser(owner.user, None, credential, may_write=owner.scope == "write")


def start_session(services: Services, opened: LogIn) -> None:
    """Put a session that was just opened into the cookie; the one that was there ends."""
    former_token = session.get(_TOKEN_KEY)
    if former_token is not None:
        users.log_out(services.database, former_token)
    session.clear()
    session.permanent = True
    flask_login.login_user(CurrentUser(opened.user, opened.session_token, Credential("password")))


def renew_session(services: Services, user: CurrentUser, session_token: str) -> CurrentUser:
    """Put the token into the cookie that a session has since its password was given again."""
    session[_TOKEN_KEY] = session_token
    return replace(user, session_token=session_token, authenticated_at=services.now())


def confirm_password(services: Services, user: CurrentUser, password: str) -> CurrentUser:
    """Make sure that it is the user who sits there; the session gets another token.

    Raises:
        NotLoggedInError: the password is wrong.
        TooManyRequestsError: there were too many wrong ones.
    """
    renewed = users.confirm_password(
        services.database,
        user.account.id,
        password,
        session_token=user.session_token,
        limits=services.limits,
        now=services.now(),
    )
    return user if renewed is None else renew_session(services, user, renewed)


def require_password(services: Services, user: CurrentUser, password: str) -> CurrentUser:
    """Make sure that it is the user who sits there, by a password that is not older than a moment.

    Raises:
        NotAllowedError: it was not given, neither now nor within the last ten minutes.
        NotLoggedInError: it is wrong.
        TooManyRequestsError: there were too many wrong ones.
    """
    if password:
        return confirm_password(services, user, password)
    given_at, now = user.authenticated_at, services.now()
    # One given in the future was given by a clock that was ahead: it must not hold for longer.
    if given_at is None or not now - PASSWORD_LIFETIME <= given_at <= now + CLOCK_TOLERANCE:
        raise NotAllowedError(
            "Give your password for this, as `password` beside the rest.",
            code="password_required",
        )
    return user


def end_session(services: Services, user: CurrentUser) -> None:
    """End a session on the server, and take the cookie back; a token has none and goes on."""
    if user.session_token is None:
        return
    users.log_out(services.database, user.session_token)
    forget_session()


def forget_session() -> None:
    """Take the cookie back."""
    flask_login.logout_user()
    session.clear()


def describe_client() -> Client:
    """Where a session is about to be opened, as the request says it."""
    return Client(name_device(request.user_agent.string), request.remote_addr)
