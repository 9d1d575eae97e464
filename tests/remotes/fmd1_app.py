"""A small web app measured by the real Flask-MonitoringDashboard 1.13.1, for tests.

    .venvs/fmd1/bin/python tests/remotes/fmd1_app.py --db fmd.db --seed-rows 5000 --days 30

Prints `READY <address of its dashboard>` once it can be asked. Seeded rows end a minute ago, so
that all of them are old enough to be fetched.
"""

import argparse
import datetime as dt
import logging
import os
import random
import sys
import threading
import time
from collections.abc import Iterator

import flask
import flask_monitoringdashboard as dashboard
from werkzeug.serving import make_server

USUAL_MS = {"home": 3, "items": 18, "item": 9, "search": 60, "bücher/neu": 25, "report": 700}
VERSIONS = ("1.0", "1.1", "1.2-β", "2.0")
USERS = ("None", "ada", "grace", "zoë", "名前", "o'neil; --", *(f"user{n}" for n in range(15)))
IPS = ("2001:db8::1", *(f"10.0.{n // 8}.{n % 8 + 1}" for n in range(40)))
ROWS_AT_ONCE = 10_000


def main() -> None:
    """Seed, then serve until ended."""
    options = parse_options()
    configure(options)
    app = make_app()
    dashboard.bind(app)
    seed(options)
    if options.end_with_stdin:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(options.host, options.port, app, threaded=True)
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"READY http://{host}:{server.server_port}/{options.link}", flush=True)  # noqa: T201
    server.serve_forever()


def parse_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--link", default="dashboard")
    parser.add_argument("--db", required=True, help="SQLite file, made where missing")
    parser.add_argument("--token", default="a security code of 32 bytes or more")
    parser.add_argument("--app-version", default="2.0", help="of the calls served live")
    parser.add_argument("--seed-rows", type=int, default=0)
    parser.add_argument("--days", type=float, default=30.0, help="that the rows spread over")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers")
    parser.add_argument("--whole-seconds", action="store_true", help="as MySQL keeps times")
    parser.add_argument("--end-with-stdin", action="store_true", help="so never outlive a parent")
    return parser.parse_args()


def configure(options: argparse.Namespace) -> None:
    """Tell FMD all that it reads once, before its database is imported."""
    dashboard.config.database_name = f"sqlite:///{options.db}"
    dashboard.config.security_token = options.token
    dashboard.config.link = options.link
    dashboard.config.version = options.app_version
    dashboard.config.group_by = lambda: flask.request.args.get("user")
    dashboard.config.outliers_enabled = False


def make_app() -> flask.Flask:
    """The app whose calls FMD measures; `?user=` says who calls."""
    app = flask.Flask(__name__)
    app.secret_key = "of the app itself, not of FMD"
    for name in USUAL_MS:
        app.add_url_rule(f"/{name}", name, lambda: "served\n")
    app.add_url_rule("/slow", "slow", lambda: time.sleep(0.05) or "served slowly\n")
    return app


def seed(options: argparse.Namespace) -> None:
    """Fill the database with calls of the past."""
    # FMD opens its database when this is imported, and must be configured by then.
    from flask_monitoringdashboard.database import (  # noqa: PLC0415
        FunctionCall,
        MonitorRule,
        session_scope,
    )

    rows = list(make_rows(options)) if options.seed_rows else []
    first = {row["endpoint"]: row for row in reversed(rows)}
    last = {row["endpoint"]: row for row in rows}
    with session_scope() as session:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            session.bulk_insert_mappings(FunctionCall, rows[start : start + ROWS_AT_ONCE])
        for name, row in first.items():
            session.merge(
                MonitorRule(
                    endpoint=name,
                    monitor=True,
                    time_added=row["time"],
                    version_added=row["version"],
                    last_accessed=last[name]["time"],
                )
            )


def make_rows(options: argparse.Namespace) -> Iterator[dict[str, object]]:
    """Calls in the order of their time, with ties and with whole seconds among them."""
    chance = random.Random(options.seed)  # noqa: S311
    span_us = int(options.days * 86_400_000_000)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
    start_at = now - dt.timedelta(seconds=60, microseconds=span_us)
    instants_us = sorted(chance.randrange(1, span_us) for _ in range(options.seed_rows))
    for number, instant_us in enumerate(instants_us):
        if number % 50 == 1:
            instant_us = instants_us[number - 1]  # noqa: PLW2901 - a tie with the one before
        if options.whole_seconds or number % 50 in (0, 1, 25):
            instant_us -= instant_us % 1_000_000  # noqa: PLW2901
        name = chance.choice(list(USUAL_MS))
        yield {
            "endpoint": name,
            "execution_time": USUAL_MS[name] * chance.lognormvariate(0, 0.4),
            "time": start_at + dt.timedelta(microseconds=instant_us),
            "version": VERSIONS[instant_us * len(VERSIONS) // span_us],
            "group_by": chance.choice(USERS),
            "ip": chance.choice(IPS),
        }


def end_with_stdin() -> None:
    """End this process as soon as its parent is gone."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
