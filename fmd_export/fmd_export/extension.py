"""The routes, and what must be so before they are added."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from fmd_export import proof

DEFAULT_TOKEN = "cc83733cb0af8b884ff6577086b87909"  # noqa: S105  FMD's, the same for everybody
MOST_ROWS = 20_000
HIGHEST_ID = 2**63 - 1
PATH = "get_json_export"

Answer = Any

log = logging.getLogger(__name__)


class UnsafeTokenError(ValueError):
    """FMD's security token is one that everybody knows."""


def bind(app: Flask, *, legacy: bool = False, allow_default_token: bool = False) -> None:
    """Open the export of an app that FMD measures; call it after `dashboard.bind(app)`.

    Args:
        app: that FMD is bound to.
        legacy: also answer as FMD 1.13 did: signed, but readable by anyone who asks.
        allow_default_token: put up with FMD's default token, with which anyone may ask.

    Raises:
        UnsafeTokenError: the token is empty, or FMD's default and that is not allowed.
        RuntimeError: FMD is older than 2.1, and has an export of its own.
    """
    # FMD opens its database when its models are imported, and is configured by now.
    from flask_monitoringdashboard import config, loc  # noqa: PLC0415

    details = json.loads((Path(loc()) / "constants.json").read_text("utf-8"))
    version = str(details["version"])
    if tuple(int(part) for part in version.split(".")[:2]) < (2, 1):
        raise RuntimeError(
            f"Flask-MonitoringDashboard {version} has an export of its own: leave fmd_export out."
        )
    _check_token(config.security_token, allow_default_token=allow_default_token)
    _Export(config, version, has_legacy=legacy).add_rules(app)


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


class _Export:
    """Answers for one app; FMD's configuration is read at each request, as FMD does."""

    def __init__(self, config: Any, version: str, *, has_legacy: bool) -> None:
        self._config = config
        self._version = version
        self._has_legacy = has_legacy
        self._base = f"/{config.link}"

    def add_rules(self, app: Flask) -> None:
        """Put the routes on the app itself: FMD measures none below its own address."""
        routes: list[tuple[str, Callable[..., Answer]]] = [
            ("get_json_details", self._details),
            (f"{PATH}/calls", self._calls),
            (f"{PATH}/endpoints", self._endpoints),
        ]
        if self._has_legacy:
            routes += [
                ("get_json_monitor_rules", self._legacy_rules),
                ("get_json_data", self._legacy_calls),
                ("get_json_data/<after>", self._legacy_calls),
                ("get_json_data/<after>/<until>", self._legacy_calls),
            ]
        for number, (path, view) in enumerate(routes):
            answer = partial(self._answer, view)
            app.add_url_rule(f"{self._base}/{path}", f"fmd_export_{number}", answer)

    def _answer(self, view: Callable[..., Answer], **arguments: str) -> Answer:
        """What `view` says; what goes wrong is answered here, by no handler of the app's."""
        try:
            return view(**arguments)
        except proof.NotProvenError as error:
            return _refuse(401, f"Sign the request with the security token: {error}.")
        except ValueError as error:
            return _refuse(400, f"ValueError: {error}")
        except SQLAlchemyError:
            log.exception("The database of Flask-MonitoringDashboard can't be read.")
            return _refuse(503, "The measurements can't be read now.")

    def _details(self) -> Answer:
        details: dict[str, object] = {
            "link": self._config.link,
            "dashboard-version": self._version,
            "config-version": self._config.version,
            "export": {"version": 1, "path": PATH, "most-rows": MOST_ROWS},
            "legacy": self._has_legacy,
        }
        if self._has_legacy:
            from fmd_export import legacy  # noqa: PLC0415  imports FMD's models

            details.update(legacy.extent())
        return jsonify(details)

    def _calls(self) -> Answer:
        from fmd_export import pages  # noqa: PLC0415  imports FMD's models

        sign = self._check_request()
        return _stream(
            pages.stream_calls(
                _number("after_id", 0, least=0, most=HIGHEST_ID),
                _number("until_id", HIGHEST_ID, least=0, most=HIGHEST_ID),
                _number("limit", MOST_ROWS, least=1, most=MOST_ROWS),
                sign,
            )
        )

    def _endpoints(self) -> Answer:
        from fmd_export import pages, reading  # noqa: PLC0415  imports FMD's models

        sign = self._check_request()
        head = {
            "columns": ["name", "monitor_level", "added_at", "first_version", "last_called_at"],
            "ids_in_order": reading.gives_ids_in_order(),
        }
        rows = [
            [name, level, _text(added_at), version, _text(called_at)]
            for name, level, added_at, version, called_at in reading.list_endpoints()
        ]
        return _stream(pages.sign_lines(map(pages.to_line, [head, *rows]), sign))

    def _legacy_rules(self) -> Answer:
        from fmd_export import legacy  # noqa: PLC0415  imports FMD's models

        return legacy.rules(self._config.security_token)

    def _legacy_calls(self, after: str = "0", until: str | None = None) -> Answer:
        from fmd_export import legacy  # noqa: PLC0415  imports FMD's models

        try:
            after_at = legacy.parse_instant(after)
            until_at = None if until is None else legacy.parse_instant(until)
        except ValueError as error:
            return f"ValueError: {error}"  # with status 200, as 1.13 said it
        return legacy.calls(after_at, until_at, self._config.security_token)

    def _check_request(self) -> Callable[[dict[str, object], bytes], str]:
        """What signs the answer to this request, which is its sender's to ask."""
        key = proof.derive_key(self._config.security_token)
        query = request.query_string.decode("ascii", "replace")
        target = request.path[len(self._base) + 1 :] + (f"?{query}" if query else "")
        proven = proof.check_request(request.headers.get("Authorization", ""), target, key)
        return lambda claims, body: proof.sign_answer(claims, proven, body, key)


def _stream(lines: Iterator[bytes]) -> Response:
    from fmd_export import pages  # noqa: PLC0415  imports FMD's models

    response = Response(lines, mimetype="application/x-ndjson")
    if request.accept_encodings.quality("gzip"):
        response = Response(pages.pack(lines), mimetype="application/x-ndjson")
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _number(name: str, usual: int, *, least: int, most: int) -> int:
    value = int(request.args.get(name, usual))
    if not least <= value <= most:
        raise ValueError(f"{name} must lie between {least} and {most}")
    return value


def _text(instant: object) -> str | None:
    return None if instant is None else str(instant)


def _refuse(status: int, message: str) -> Answer:
    return jsonify(message=message), status
