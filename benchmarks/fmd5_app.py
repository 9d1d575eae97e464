"""A web app measured by the real Flask-MonitoringDashboard 5.1.0, whose database holds the calls.

    .venvs/fmd5/bin/python benchmarks/fmd5_app.py --db fmd.db --calls calls.npz

Runs in an environment of its own. Prints `READY <port>` once it can be asked, and ends when its
standard input does.
"""

import argparse
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import flask
import flask_monitoringdashboard as dashboard
import numpy as np
from werkzeug.serving import make_server

ROWS_AT_ONCE = 20_000
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  FMD's database holds UTC and no zone


def main() -> None:
    """Fill the database, then serve until ended."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--db", required=True)
    options.add_argument("--calls", required=True, help="a file of NumPy arrays")
    asked = options.parse_args()
    dashboard.config.database_name = f"sqlite:///{asked.db}"
    dashboard.config.outliers_enabled = False
    calls = np.load(asked.calls)
    seed(calls)
    app = flask.Flask(__name__)
    app.secret_key = "of the app itself, not of FMD"
    for name in calls["endpoint_texts"].tolist():
        app.add_url_rule(f"/{name}", name, lambda: "served\n")
    dashboard.bind(app, schedule=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"READY {server.server_port}", flush=True)
    sys.stdin.read()


def seed(calls: Any) -> None:
    """Store all calls by FMD's own models, in the order of their time, as they would have come."""
    from flask_monitoringdashboard import database  # noqa: PLC0415  opens it as configured above

    with database.session_scope() as session:
        for number, name in enumerate(calls["endpoint_texts"].tolist(), start=1):
            session.add(database.Endpoint(id=number, name=name, monitor_level=1))
        session.flush()
        for low in range(0, len(calls["called_at_us"]), ROWS_AT_ONCE):
            rows = list(rows_of(calls, low, low + ROWS_AT_ONCE))
            session.execute(database.Request.__table__.insert(), rows)


def rows_of(calls: Any, low: int, high: int) -> Iterator[dict[str, object]]:
    """Rows of FMD's table of requests."""
    texts = {name: calls[f"{name}_texts"].tolist() for name in ("version", "ip", "group_by")}
    columns = ("called_at_us", "duration_ms", "endpoint", "version", "ip", "group_by")
    parts = (calls[name][low:high].tolist() for name in columns)
    for called_at_us, duration_ms, endpoint, version, ip, group in zip(*parts, strict=True):
        yield {
            "endpoint_id": endpoint + 1,
            "duration": duration_ms,
            "time_requested": EPOCH + timedelta(microseconds=called_at_us),
            "version_requested": texts["version"][version],
            "group_by": texts["group_by"][group],
            "ip": texts["ip"][ip],
            "status_code": 200,
        }


if __name__ == "__main__":
    main()
