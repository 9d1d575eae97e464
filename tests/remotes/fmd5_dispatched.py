"""Two apps behind one dispatcher, each measured by a Flask-MonitoringDashboard of its own.

    .venvs/fmd5/bin/python tests/remotes/fmd5_dispatched.py <folder> one=2000 two=3000

FMD keeps its configuration and its database in modules, so each app imports it anew. Each name is
that of an app, with so many seeded rows. Prints `READY <address>`; the apps are at `/one` and so
on below that. Ends with its standard input.
"""

import logging
import sys
import threading

import flask
import fmd5_app
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server


def main(folder: str, *apps_and_rows: str) -> None:
    """Serve until ended."""
    apps = {}
    for number, word in enumerate(apps_and_rows, start=1):
        name, _, rows = word.partition("=")
        options = (f"--seed-rows={rows}", f"--chance={number}")
        apps[f"/{name}"] = make_measured(name, folder, *options)
    dispatcher = DispatcherMiddleware(flask.Flask("outer"), apps)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, dispatcher, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"READY http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
    sys.stdin.read()


def make_measured(name: str, folder: str, *options: str) -> flask.Flask:
    """An app with a link, a token and a database named after it."""
    for module in [module for module in sys.modules if module.startswith("flask_monitoring")]:
        del sys.modules[module]
    import flask_monitoringdashboard  # noqa: PLC0415

    fmd5_app.dashboard = flask_monitoringdashboard
    return fmd5_app.make_wsgi(
        f"--db={folder}/{name}.db",
        f"--link=dash-{name}",
        f"--token=the security code of app {name}, long enough",
        *options,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
