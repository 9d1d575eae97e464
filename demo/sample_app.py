"""A small shop, measured by the real Flask-MonitoringDashboard 5.1.0: what `make demo` shows.

    .venvs/fmd5/bin/python demo/sample_app.py --db shop.db --token <security code>

It starts with nine weeks of history, then visits itself now and then. It prints `READY <address
of its dashboard>` once it can be asked, and ends with its standard input.
"""

import argparse
import contextlib
import datetime as dt
import logging
import os
import random
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

import flask
import flask_monitoringdashboard as dashboard
import sample_history
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fmd_export"))

BETWEEN_VISITS_S = 1.5
BETWEEN_DEPLOYS_S = 600
ROWS_AT_ONCE = 10_000


def main() -> None:
    """Seed, then serve and visit until ended."""
    options = parse_options()
    dashboard.config.database_name = f"sqlite:///{options.db}"
    dashboard.config.security_token = options.token
    dashboard.config.version = sample_history.FIXED_VERSION
    dashboard.config.group_by = lambda: urllib.parse.unquote(
        flask.request.headers.get("X-User", "None")
    )
    app = make_app()
    import fmd_export  # noqa: PLC0415  found on the path that was set above

    dashboard.bind(app, schedule=False)
    fmd_export.bind(app)
    seed()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(options.host, options.port, app, threaded=True)
    url = f"http://{options.host}:{server.server_port}"
    threading.Thread(target=end_with_stdin, daemon=True).start()
    threading.Thread(target=visit_for_ever, args=(url,), daemon=True).start()
    print(f"READY {url}/dashboard", flush=True)
    server.serve_forever()


def parse_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--db", required=True, help="SQLite file to make")
    parser.add_argument("--token", required=True, help="the security code")
    return parser.parse_args()


def make_app() -> flask.Flask:
    """The shop; each page takes about as long as it did in its history."""
    app = flask.Flask(__name__)
    app.secret_key = "of the shop itself, not of its dashboard"  # noqa: S105
    app.wsgi_app = ProxyFix(app.wsgi_app)  # visitors' addresses, as behind a real proxy
    for page in sample_history.PAGES:
        app.add_url_rule(page.path, page.name, make_view(page))
    return app


def make_view(page: sample_history.Page) -> "flask.typing.RouteCallable":
    """A view that works for a while, then says where one is."""
    chance = random.Random()  # noqa: S311 - nothing secret hangs on it

    def view(**_: object) -> tuple[str, int]:
        version = dashboard.config.version
        time.sleep(sample_history.choose_duration_ms(page, version, chance) / 1000)
        text = f"<!doctype html><title>Sample shop</title><h1>{page.name}</h1>\n"
        return text, sample_history.choose_status(page, version, chance)

    return view


def seed() -> None:
    """Fill the database with the history."""
    # FMD opens its database when this is imported, and must be configured by then.
    from flask_monitoringdashboard.database import (  # noqa: PLC0415
        Endpoint,
        Request,
        session_scope,
    )

    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    rows = list(sample_history.make_history(now))
    ids = {page.name: number for number, page in enumerate(sample_history.PAGES, start=1)}
    with session_scope() as session:
        for name, number in ids.items():
            session.merge(Endpoint(id=number, name=name, monitor_level=1))
        session.flush()
        for start in range(0, len(rows), ROWS_AT_ONCE):
            requests = [request_of(row, ids) for row in rows[start : start + ROWS_AT_ONCE]]
            session.execute(Request.__table__.insert(), requests)


def request_of(row: dict[str, object], ids: dict[str, int]) -> dict[str, object]:
    """A call of the history as this version of FMD keeps it."""
    return {
        "endpoint_id": ids[str(row["endpoint"])],
        "duration": row["execution_time"],
        "time_requested": row["time"],
        "version_requested": row["version"],
        "group_by": row["group_by"],
        "ip": row["ip"],
        "status_code": row["status_code"],
    }


def visit_for_ever(url: str) -> None:
    """Be the visitors, over HTTP; now and then a small deploy changes the version."""
    chance = random.Random()  # noqa: S311 - nothing secret hangs on it
    visitors = sample_history.make_visitors()
    started_at_s = time.monotonic()
    version = sample_history.FIXED_VERSION.rpartition(".")[0]
    while True:
        time.sleep(chance.expovariate(1 / BETWEEN_VISITS_S))
        deploy_count = int((time.monotonic() - started_at_s) / BETWEEN_DEPLOYS_S)
        dashboard.config.version = f"{version}.{deploy_count}"
        page = sample_history.choose_page(chance)
        visitor = sample_history.choose_visitor(visitors, chance)
        path = page.path.replace("<name>", "tea").replace("<int:number>", "7")
        headers = {"X-Forwarded-For": visitor.ip, "X-User": urllib.parse.quote(visitor.user)}
        request = urllib.request.Request(url + path, headers=headers)  # noqa: S310 - our own
        with contextlib.suppress(OSError), urllib.request.urlopen(request):  # noqa: S310
            pass  # who is turned away comes again


def end_with_stdin() -> None:
    """End this process as soon as whoever started it is gone."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
