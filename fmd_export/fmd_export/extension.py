"""What must be so before an app's export is opened."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from flask import Flask

DEFAULT_TOKEN = "cc83733cb0af8b884ff6577086b87909"  # noqa: S105  FMD's, the same for everybody


SHORTEST_TOKEN_BYTES = 32
"""As many as HMAC-SHA256 gives out (RFC 7518, section 3.2). An answer is enough to try tokens on
at any speed, far from the app."""

log = logging.getLogger(__name__)


class UnsafeTokenError(ValueError):
    """FMD's security token is one that everybody knows, or could find out by trying."""


def bind(
    app: Flask,
    *,
    legacy: bool = False,
    allow_default_token: bool = False,
    allow_short_token: bool = False,
) -> None:
    """Open the export of an app that FMD measures; call it after `dashboard.bind(app)`.

    The link and the token are those that FMD's configuration holds now, so that several apps of
    one process may each have their own.

    Args:
        app: that FMD is bound to.
        legacy: also answer as FMD 1.13 did: signed, but readable by anyone who asks.
        allow_default_token: put up with FMD's default token, with which anyone may ask.
        allow_short_token: put up with a token under 32 bytes, which can be found out by trying.

    Raises:
        UnsafeTokenError: the token is empty, or FMD's default or too short and that is not
            allowed; the sentence stands in the app's log, too.
        RuntimeError: FMD is not bound to the app yet, or is older than 2.1, and has an export of
            its own.
    """
    # Imported here because FMD opens its database then, and must be configured before.
    from flask_monitoringdashboard import blueprint, config, database, loc  # noqa: PLC0415

    from fmd_export.answers import Export  # noqa: PLC0415

    details = json.loads((Path(loc()) / "constants.json").read_text("utf-8"))
    version = str(details["version"])
    if tuple(int(part) for part in version.split(".")[:2]) < (2, 1):
        raise RuntimeError(
            f"Flask-MonitoringDashboard {version} has an export of its own: leave fmd_export out."
        )
    if blueprint not in app.blueprints.values():  # its name is no setting before 3.1
        raise RuntimeError("Call fmd_export.bind(app) after dashboard.bind(app), not before.")
    try:
        _check_token(
            config.security_token,
            allow_default_token=allow_default_token,
            allow_short_token=allow_short_token,
        )
    except UnsafeTokenError as error:
        log.error("%s", error)  # noqa: TRY400  the sentence says it all
        raise
    Export(config, database, version, has_legacy=legacy).add_rules(app)


class FMDExport:
    """The same as `bind`, for those who make their extensions first and their app later."""

    def __init__(self, app: Flask | None = None, **options: bool) -> None:
        self._options = options
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Open the export of `app`; see `bind`."""
        bind(app, **self._options)


def _check_token(token: str, *, allow_default_token: bool, allow_short_token: bool) -> None:
    if not token:
        raise UnsafeTokenError("Set SECURITY_TOKEN of Flask-MonitoringDashboard; it is empty.")
    if token == DEFAULT_TOKEN and not allow_default_token:
        raise UnsafeTokenError(
            "Set SECURITY_TOKEN of Flask-MonitoringDashboard to a secret of your own: its default "
            "is known to everybody, and would open your measurements to them."
        )
    if (
        len(token.encode("utf-8", "surrogatepass")) < SHORTEST_TOKEN_BYTES
        and not allow_short_token
    ):
        raise UnsafeTokenError(
            f"Set SECURITY_TOKEN of Flask-MonitoringDashboard to at least {SHORTEST_TOKEN_BYTES} "
            "bytes, such as `python -c 'import secrets; print(secrets.token_urlsafe(32))'` "
            "prints, and give PyDash the same: a shorter one can be found out by trying. To go on "
            "with it for now, call fmd_export.bind(app, allow_short_token=True)."
        )
