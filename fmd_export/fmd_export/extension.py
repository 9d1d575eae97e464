"""What must be so before an app's export is opened."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask

DEFAULT_TOKEN = "cc83733cb0af8b884ff6577086b87909"  # noqa: S105  FMD's, the same for everybody


class UnsafeTokenError(ValueError):
    """FMD's security token is one that everybody knows."""


def bind(app: Flask, *, legacy: bool = False, allow_default_token: bool = False) -> None:
    """Open the export of an app that FMD measures; call it after `dashboard.bind(app)`.

    The link and the token are those that FMD's configuration holds now, so that several apps of
    one process may each have their own.

    Args:
        app: that FMD is bound to.
        legacy: also answer as FMD 1.13 did: signed, but readable by anyone who asks.
        allow_default_token: put up with FMD's default token, with which anyone may ask.

    Raises:
        UnsafeTokenError: the token is empty, or FMD's default and that is not allowed.
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
    _check_token(config.security_token, allow_default_token=allow_default_token)
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


def _check_token(token: str, *, allow_default_token: bool) -> None:
    if not token:
        raise UnsafeTokenError("Set SECURITY_TOKEN of Flask-MonitoringDashboard; it is empty.")
    if token == DEFAULT_TOKEN and not allow_default_token:
        raise UnsafeTokenError(
            "Set SECURITY_TOKEN of Flask-MonitoringDashboard to a secret of your own: its default "
            "is known to everybody, and would open your measurements to them."
        )
