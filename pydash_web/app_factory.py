"""Builds the Flask app."""

from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask

from pydash_app.dashboard.services.rekeying import load_key_of
from pydash_app.database import Database
from pydash_app.limits import RateLimits
from pydash_app.mail import limit_mails
from pydash_app.ports import Clock
from pydash_app.remote.gateway import RemoteGateway
from pydash_app.settings import Settings
from pydash_web.api_routes import ROUTES
from pydash_web.auth import set_up_login
from pydash_web.below_path import BelowPath
from pydash_web.client_address import TrustedProxies
from pydash_web.dispatch import add_routes
from pydash_web.errors import set_up_errors
from pydash_web.export_wheel import WHEEL_FOLDER, add_downloads, find_wheel
from pydash_web.headers import SecurityHeaders
from pydash_web.host_check import KnownHosts
from pydash_web.measuring import set_up_measuring
from pydash_web.mirror import Mirror
from pydash_web.openapi import Documentation
from pydash_web.request_ids import RequestIds
from pydash_web.self_monitoring import set_up_self_monitoring
from pydash_web.services import Services, read_clock
from pydash_web.shares import Shares
from pydash_web.spa import STATIC_FOLDER, add_pages, serve_files

LARGEST_BODY_BYTES = 1024 * 1024


def create_app(
    settings: Settings,
    database: Database,
    *,
    remotes: RemoteGateway | None = None,
    secret_key: bytes | None = None,
    now: Clock = read_clock,
    static_folder: Path = STATIC_FOLDER,
    wheel_folder: Path = WHEEL_FOLDER,
    shares: Shares | None = None,
) -> Flask:
    """Build an app over an open database; several may live in one process.

    Args:
        settings: as read from the environment.
        database: opened in this process, after any fork.
        remotes: asks the monitored apps; the real one by default.
        secret_key: the installation's; by default the one that belongs to the database.
        now: tells the time.
        static_folder: the built front end, as it will be served as long as the app lives.
        wheel_folder: where the wheel of `fmd_export` lies.
        shares: what one user may occupy at once; by default as the settings say.

    Raises:
        SettingsError: the secret key or the data folder can't be used.
    """
    key = secret_key or load_key_of(database, settings)
    services = Services(
        database=limit_mails(database, settings.limit_mails),
        settings=settings,
        remotes=remotes or RemoteGateway.of(settings, now=now),
        now=now,
        secret_key=key,
        limits=RateLimits.open(settings, key),
        documentation=Documentation(ROUTES, settings.public_url),
        shares=shares or Shares.of(settings),
        export_wheel=find_wheel(wheel_folder),
    )
    app = Flask("pydash_web", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.extensions["pydash"] = services
    set_up_login(app, services)
    set_up_errors(app)
    set_up_measuring(app, settings)
    add_routes(app, services, ROUTES)
    add_downloads(app, services.export_wheel, settings.public_url)
    add_pages(app, static_folder, settings.base_path)
    set_up_self_monitoring(app, services)
    app.wsgi_app = _wrap(  # type: ignore[assignment,method-assign]
        serve_files(app.wsgi_app, static_folder), services
    )
    return app


def _wrap(application: WSGIApplication, services: Services) -> WSGIApplication:
    """What each request passes on its way to the app, and each answer on its way back."""
    settings = services.settings
    known = KnownHosts(application, settings)
    seen = Mirror(
        known, secret_key=services.secret_key, base_url=settings.base_url, now=services.now
    )
    complete = SecurityHeaders(
        BelowPath(seen, settings.base_path),
        is_https=settings.public_url.startswith("https:"),
        has_own_host=not settings.base_path,
    )
    return TrustedProxies(RequestIds(complete), settings.trusted_proxies)
