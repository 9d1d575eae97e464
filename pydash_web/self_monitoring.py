"""Has the real Flask-MonitoringDashboard (FMD) measure PyDash's own web, for administrators alone.

Some of FMD's routes ask for no login, and one of those empties its database; so nothing below its
address is reached before PyDash itself has found an administrator's session, static files and
addresses that don't exist included. FMD's own login is never asked for.
"""

import fcntl
import os
import secrets
import sys
from http import HTTPStatus
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import flask_login
from flask import Flask, Response, abort, request, session

from pydash_app.errors import SettingsError, UnavailableError
from pydash_app.extras import how_to_install
from pydash_app.self_monitoring import LINK, make_security_token
from pydash_app.settings import Settings
from pydash_web.cross_origin import refuse_cross_origin
from pydash_web.export_wheel import NAME, WHEEL_FOLDER
from pydash_web.headers import POLICY_HEADER
from pydash_web.measuring import may_look_inside
from pydash_web.services import Services

PARTS = ("flask_monitoringdashboard", "fmd_export")

EXPORT = "fmd_export_"
"""With what the names of `fmd_export`'s endpoints begin."""

FORBIDDEN_PARTS = (f"/{LINK}/telemetry/",)
"""What sends something to FMD's authors."""

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
"""For FMD's pages, which evaluate text as code; on none of PyDash's own."""


def check_parts(settings: Settings) -> None:
    """Find out before anything is started whether what self-monitoring takes is installed.

    Raises:
        SettingsError: it is wanted, and a part of it is missing.
    """
    if not settings.self_monitoring:
        return
    _find_own_export()
    missing = [name for name in PARTS if find_spec(name) is None]
    if missing:
        raise SettingsError(
            "PYDASH_SELF_MONITORING needs Flask-MonitoringDashboard and fmd_export "
            f"({' and '.join(missing)} missing); run {how_to_install('self-monitoring')}."
        )


def _find_own_export() -> None:
    """Let `fmd_export` be imported from the wheel that PyDash hands out, unless it is installed.

    A wheel is a zip file that Python can import from, and this one holds nothing but modules.
    """
    wheels = sorted(WHEEL_FOLDER.glob(f"{NAME}-*.whl"), key=lambda path: path.stat().st_mtime)
    if find_spec(NAME) is None and wheels:
        sys.path.append(str(wheels[-1]))


def set_up_self_monitoring(app: Flask, services: Services) -> None:
    """Bind FMD to a complete app; a process has one such app at most.

    Raises:
        SettingsError: FMD is not installed, or its database can't be made.
    """
    settings = services.settings
    if not settings.self_monitoring:
        return
    check_parts(settings)
    app.before_request(lambda: _guard(services))
    app.after_request(_relax_policy)
    dashboard, fmd_export = map(import_module, PARTS)
    _configure(dashboard.config, services)
    lock_path = settings.data_dir / f"{LINK}.lock"
    with lock_path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # its tables are made by one process
        dashboard.bind(app, schedule=False)
    fmd_export.bind(app)


def is_below_link(path: str) -> bool:
    """Whether an address belongs to FMD."""
    return path == f"/{LINK}" or path.startswith(f"/{LINK}/")


def _configure(config: Any, services: Services) -> None:
    config.link = LINK
    config.blueprint_name = "self_monitoring"  # `dashboard` is how routes of PyDash's are called
    config.version = version("pydash-io")
    config.database_name = f"sqlite:///{services.settings.data_dir / 'self_monitoring.sqlite3'}"
    config.security_token = make_security_token(services.secret_key)
    # Nobody ever logs in with these.
    config.username, config.password = f"nobody-{os.getpid()}", secrets.token_urlsafe(32)
    config.get_ip = lambda: request.remote_addr
    config.enable_logging = False


def _guard(services: Services) -> None:
    """Let nobody but administrators in, and PyDash's own scheduler to the export.

    Raises:
        NotAllowedError: another site has sent the request.
    """
    rule = request.url_rule.rule if request.url_rule else ""
    if not (is_below_link(request.path) or is_below_link(rule)):
        return
    if (request.endpoint or "").startswith(EXPORT) and may_look_inside(services.settings):
        return  # which itself asks for a proof that the security code is known
    is_forbidden = request.path.startswith(FORBIDDEN_PARTS)
    if is_forbidden or not _is_administrators_session():
        abort(HTTPStatus.NOT_FOUND)
    refuse_cross_origin(request, services)
    for name in ("logged_in", "admin"):
        session[f"{LINK}_{name}"] = True


def _is_administrators_session() -> bool:
    """Whether the session is an administrator's; API tokens open nothing here."""
    try:
        user = flask_login.current_user
        return bool(user.is_authenticated and user.account.is_admin)
    except UnavailableError:
        return False


def _relax_policy(response: Response) -> Response:
    if is_below_link(request.path):
        response.headers[POLICY_HEADER] = POLICY
        response.headers["Cache-Control"] = "no-store"
    return response
