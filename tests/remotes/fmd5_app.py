"""A small web app measured by the real Flask-MonitoringDashboard 2.1 or later, with fmd_export.

    .venvs/fmd5/bin/python tests/remotes/fmd5_app.py --db fmd.db --seed-rows 5000

Prints `READY <address of its dashboard>` once it can be asked, and ends when its standard input
does. Seeded rows end a minute ago. Other servers take the app from `make_wsgi("--db=fmd.db")`.
"""

import argparse
import datetime as dt
import logging
import random
import re
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import flask
import flask_monitoringdashboard as dashboard
from werkzeug.serving import make_server

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "fmd_export"))
NAMES = ("home", "item", "bücher/neu")
ROWS_AT_ONCE = 10_000


def main() -> None:
    """Seed, then serve until ended."""
    options = parse_options()
    app = make_monitored(options)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", options.port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    link = re.sub("/+", "/", f"/{options.link}").rstrip("/")  # as Werkzeug merges them
    print(f"READY http://127.0.0.1:{server.server_port}{link}", flush=True)  # noqa: T201
    sys.stdin.read()


def make_wsgi(*arguments: str) -> flask.Flask:
    """The app, for a server that serves it by itself; nothing is seeded."""
    return make_monitored(parse_options(arguments))


def make_monitored(options: argparse.Namespace) -> flask.Flask:
    """The app, measured and exported, with seeded rows."""
    dashboard.config.database_name = options.database or f"sqlite:///{options.db}"
    dashboard.config.security_token = options.token
    dashboard.config.link = options.link
    dashboard.config.table_prefix = options.table_prefix
    app = make_app()
    dashboard.bind(app, schedule=False)
    import fmd_export  # noqa: PLC0415  found on the path that was set above

    fmd_export.FMDExport(
        legacy=options.legacy,
        allow_default_token=options.allow_default_token,
        allow_short_token=options.allow_short_token,
    ).init_app(app)
    seed(options)
    return app


def parse_options(arguments: "Sequence[str] | None" = None) -> argparse.Namespace:
    """What was asked for, on the command line where nowhere else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", help="SQLite file, made where missing")
    parser.add_argument("--database", help="the address of another database instead")
    parser.add_argument("--table-prefix", default="")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--link", default="dashboard")
    parser.add_argument("--token", default="a security code of 32 bytes or more")
    parser.add_argument("--seed-rows", type=int, default=0)
    parser.add_argument("--chance", type=int, default=1, help="another number, other rows")
    parser.add_argument("--legacy", action="store_true")
    parser.add_argument("--allow-default-token", action="store_true")
    parser.add_argument("--allow-short-token", action="store_true")
    return parser.parse_args(arguments)


def make_app() -> flask.Flask:
    """The app whose calls FMD measures."""
    app = flask.Flask(__name__)
    app.secret_key = "of the app itself, not of FMD"
    for name in NAMES:
        app.add_url_rule(f"/{name}", name, lambda: "served\n")
    return app


def seed(options: argparse.Namespace) -> None:
    """Fill the database with calls of the past, in no order of time."""
    # FMD opens its database when this is imported, and must be configured by then.
    from flask_monitoringdashboard.database import (  # noqa: PLC0415
        Endpoint,
        Request,
        session_scope,
    )

    if not options.seed_rows:
        return
    chance = random.Random(options.chance)  # noqa: S311
    end_at = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0) - dt.timedelta(minutes=1)
    with session_scope() as session:
        for number, name in enumerate(NAMES, start=1):
            session.merge(Endpoint(id=number, name=name, monitor_level=1))
        session.flush()
        for low in range(0, options.seed_rows, ROWS_AT_ONCE):
            session.execute(
                Request.__table__.insert(),
                [
                    {
                        "endpoint_id": chance.randint(1, len(NAMES)),
                        "duration": chance.lognormvariate(2, 0.4),
                        "time_requested": end_at - dt.timedelta(seconds=chance.random() * 864_000),
                        "version_requested": chance.choice(("1.0", "1.2-β")),
                        "group_by": chance.choice((None, "None", "名前", "o'neil; --")),
                        "ip": f"10.0.0.{chance.randint(1, 9)}",
                        "status_code": chance.choice((200, 404, 500, None)),
                    }
                    for _ in range(min(ROWS_AT_ONCE, options.seed_rows - low))
                ],
            )


if __name__ == "__main__":
    main()
