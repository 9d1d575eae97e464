"""A small web app measured by any Flask-MonitoringDashboard from 1.10 to 5.

    .venvs/fmd-3.0.9/bin/python tests/compatibility/measured_app.py --db fmd.db

Prints `READY <address of its dashboard>` once it can be asked, and ends when its standard input
does. From 2.1 on it is exported by `fmd_export`, as its README says.
"""

import argparse
import datetime as dt
import inspect
import logging
import sys
import threading
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")  # what these old releases do is deprecated everywhere

import flask  # noqa: E402
import flask_monitoringdashboard as dashboard  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "fmd_export"))


def main() -> None:
    """Serve until standard input ends."""
    options = parse_options()
    configure(options)
    app = make_app()
    takes_schedule = "schedule" in inspect.signature(dashboard.bind).parameters
    dashboard.bind(app, **({"schedule": False} if takes_schedule else {}))
    watch_all_endpoints(app)
    if options.export:
        import fmd_export  # noqa: PLC0415  found on the path that was set above

        fmd_export.bind(app)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", options.port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"READY http://127.0.0.1:{server.server_port}/dashboard", flush=True)  # noqa: T201
    sys.stdin.read()


def parse_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True, help="SQLite file, made where missing")
    parser.add_argument("--token", required=True)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--timezone", help="FMD's setting TIMEZONE; its host's where missing")
    parser.add_argument("--export", action="store_true", help="bind fmd_export")
    return parser.parse_args()


def configure(options: argparse.Namespace) -> None:
    """Tell FMD all that it reads once, before its database is imported."""
    config = dashboard.config
    config.database_name = f"sqlite:///{options.db}"
    config.security_token = options.token
    config.link = "dashboard"
    config.version = "2.0-β"
    config.group_by = get_user
    config.get_group_by = get_user  # its name in 1.10 and 1.11
    config.outliers_enabled = False
    if options.timezone:
        import pytz  # noqa: PLC0415  FMD's own; 1.x has none

        config.timezone = pytz.timezone(options.timezone)
    config.monitor_level = 1  # 2.0 would profile each view otherwise, and fails on lambdas


def get_user() -> str:
    """Who calls, as the request says."""
    return flask.request.args.get("user", "nobody")


def watch_all_endpoints(app: flask.Flask) -> None:
    """Tick every endpoint, as its owner does on FMD's page; 1.10 measures none by itself."""
    # FMD opens its database when this is imported, and must be configured by then.
    from flask_monitoringdashboard import database  # noqa: PLC0415

    if not hasattr(database, "MonitorRule"):  # from 2.0 on every endpoint is measured
        return
    with database.session_scope() as session:
        for name in app.view_functions:
            if "." not in name and not name.startswith("fmd"):
                rule = session.get(database.MonitorRule, name) or database.MonitorRule(
                    endpoint=name,
                    version_added=dashboard.config.version,
                    time_added=dt.datetime.now(),  # noqa: DTZ005  as FMD does
                )
                rule.monitor = True
                session.add(rule)


def make_app() -> flask.Flask:
    """The app whose calls FMD measures."""
    app = flask.Flask(__name__)
    app.secret_key = "of the app itself, not of FMD"
    app.add_url_rule("/home", "home", lambda: "served\n")
    app.add_url_rule("/books", "bücher/neu 名前", lambda: "served\n")
    app.add_url_rule("/slow", "slow", lambda: time.sleep(0.02) or "served slowly\n")
    app.add_url_rule("/answer/<int:code>", "answer", lambda code: ("as asked\n", code))
    app.add_url_rule("/abort", "abort", lambda: flask.abort(404))
    app.add_url_rule("/broken", "broken", lambda: 1 // 0)
    return app


if __name__ == "__main__":
    main()
