"""The routes and their answers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy.exc import SQLAlchemyError

from fmd_export import bookmarks, legacy, pages, proof, settling, spent
from fmd_export.reading import Reader, to_text

MOST_ROWS = 20_000
HIGHEST_ID = 2**63 - 1
PATH = "get_json_export"

Answer = Any

log = logging.getLogger(__name__)


class Export:
    """Answers for one app.

    Args:
        config: of the FMD that measures it.
        database: the module `database` of that FMD.
        version: of that FMD.
        has_legacy: whether to answer as FMD 1.13, too.
    """

    def __init__(self, config: Any, database: Any, version: str, *, has_legacy: bool) -> None:
        self._config = config
        self._link = config.link
        self._token = config.security_token
        self._version = version
        self._has_legacy = has_legacy
        self._reader = Reader(database)
        self._spent = spent.SpentProofs(spent.find_shared_folder())

    def add_rules(self, app: Flask) -> None:
        """Put the routes on the app itself: FMD measures none below its own address."""
        routes: list[tuple[str, str, Callable[..., Answer]]] = [
            ("details", "get_json_details", self._details),
            ("calls", f"{PATH}/calls", self._calls),
            ("endpoints", f"{PATH}/endpoints", self._endpoints),
        ]
        if self._has_legacy:
            routes += [
                ("legacy_rules", "get_json_monitor_rules", self._legacy_rules),
                ("legacy_calls", "get_json_data", self._legacy_calls),
                ("legacy_calls_after", "get_json_data/<after>", self._legacy_calls),
                ("legacy_calls_between", "get_json_data/<after>/<until>", self._legacy_calls),
            ]
        for name, path, view in routes:
            answer = partial(self._answer, view)
            # As FMD writes its own, also where CUSTOM_LINK has slashes: Werkzeug merges them, and
            # FMD leaves out of its measurements what begins so.
            app.add_url_rule(f"/{self._link}/{path}", f"fmd_export_{name}", answer)

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
            "link": self._link,
            "dashboard-version": self._version,
            "config-version": self._config.version,
            "export": {"version": 1, "path": PATH, "most-rows": MOST_ROWS, "bookmarks": True},
            "legacy": self._has_legacy,
        }
        if self._has_legacy:
            details.update(legacy.extent(self._reader))
        return jsonify(details)

    def _calls(self) -> Answer:
        proven, sign = self._check_request(f"{PATH}/calls")
        limit = _number("limit", MOST_ROWS, least=1, most=MOST_ROWS)
        brought = proven.claims.get("bookmarks")
        if brought is not None:
            cursors = bookmarks.parse_cursors(brought)
            return _stream(pages.stream_calls_after(self._reader, cursors, limit, sign))
        page = pages.Page(
            after_id=_number("after_id", 0, least=0, most=HIGHEST_ID),
            until_id=_number("until_id", HIGHEST_ID, least=0, most=HIGHEST_ID),
            limit=limit,
        )
        return _stream(pages.stream_calls(self._reader, page, sign))

    def _endpoints(self) -> Answer:
        _, sign = self._check_request(f"{PATH}/endpoints")
        head = {
            "columns": ["name", "monitor_level", "added_at", "first_version", "last_called_at"],
            "ids_in_order": settling.gives_ids_in_order(self._reader),
        }
        rows = [
            [name, level, _text(added_at), version, _text(called_at)]
            for name, level, added_at, version, called_at in self._reader.list_endpoints()
        ]
        return _stream(pages.sign_lines(map(pages.to_line, [head, *rows]), sign))

    def _legacy_rules(self) -> Answer:
        return Response(legacy.rules(self._reader, self._token), mimetype="text/html")

    def _legacy_calls(self, after: str = "0", until: str | None = None) -> Answer:
        try:
            after_at = legacy.parse_instant(after)
            until_at = None if until is None else legacy.parse_instant(until)
        except ValueError as error:
            return f"ValueError: {error}"  # with status 200, as 1.13 said it
        calls = legacy.calls(self._reader, (after_at, until_at), self._token)
        return Response(calls, mimetype="text/html")

    def _check_request(self, path: str) -> tuple[proof.Proof, pages.SignEnd]:
        """The proof that this request is its sender's to ask, and what signs the answer to it."""
        key = proof.derive_key(self._token)
        query = request.query_string.decode("ascii", "replace")
        target = f"{path}?{query}" if query else path
        headers = request.headers
        found = proof.find(headers.get(proof.HEADER, ""), headers.get("Authorization", ""))
        proven = proof.check_request(found, target, key)
        if not self._spent.spend(proven.text, now_s=time.time()):
            raise proof.NotProvenError("this signature was used already, and each is good once")
        return proven, lambda claims, body: proof.sign_answer(claims, proven.text, body, key)


def _stream(lines: Iterator[bytes]) -> Response:
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
    return None if instant is None else to_text(instant)


def _refuse(status: int, message: str) -> Answer:
    return jsonify(message=message), status
