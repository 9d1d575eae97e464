"""Asks every route of a PyDash that measures itself, as everybody; prints what was answered.

A process of its own: Flask-MonitoringDashboard knows one app a process.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ZODB
from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from pydash_app.self_monitoring import LINK
from pydash_app.settings import Settings
from pydash_app.user import make_admin
from pydash_web.app_factory import create_app
from tests.factories import SECRET_KEY
from tests.web.people import make_token, make_user, open_session, use_token

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STRANGE = ("", "/", "/nowhere", "/static/css/main.css", "/telemetry/", "/%2e%2e/x", "/login")
FAR_AWAY = {"REMOTE_ADDR": "203.0.113.5"}


def addresses_of(app: Flask) -> Iterator[str]:
    """One of each rule below the link, and some that are none."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(f"/{LINK}"):
            yield re.sub(r"<[^>]+>", "1", rule.rule)
    for rest in STRANGE:
        yield f"/{LINK}{rest}"


def people_of(app: Flask, database: Database) -> dict[str, FlaskClient]:
    """Everybody who is to be kept out."""
    alice = make_user(database, "Alice", now=NOW)
    bob = make_user(database, "Bob", now=NOW)
    make_admin(database, "Alice")
    forger = app.test_client()
    forger.set_cookie("pydash_session", "eyJhZG1pbiI6dHJ1ZX0.aaaa.bbbb")
    return {
        "stranger": app.test_client(),
        "forger": forger,
        "bob": open_session(app, database, bob, now=NOW),
        "bob's token": use_token(app, make_token(database, bob, now=NOW).token),
        "alice's token": use_token(app, make_token(database, alice, now=NOW).token),
        "alice": open_session(app, database, alice, now=NOW),
    }


def find_leaks(client: FlaskClient, who: str, addresses: list[str]) -> list[str]:
    """What answers otherwise than with 403 or 404."""
    return [
        f"{who} {method} {address}: {response.status_code}"
        for address in addresses
        for method in METHODS
        for response in [client.open(address, method=method, environ_overrides=FAR_AWAY)]
        if response.status_code not in (403, 404)
    ]


def look_as_administrator(app: Flask, alice: FlaskClient) -> dict[str, Any]:
    """What an administrator is answered."""
    page = alice.get(f"/{LINK}/overview")
    prune = f"/{LINK}/database_pruning/prune_on_demand"
    body = {"age_threshold_weeks": 1, "delete_custom_graph_data": False}
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    return {
        "page": page.status_code,
        "page_policy": page.headers["Content-Security-Policy"],
        "own_policy": alice.get("/api/user").headers["Content-Security-Policy"],
        "static": alice.get(f"/{LINK}/static/css/main.css").status_code,
        "endpoints": [one["name"] for one in alice.get(f"/{LINK}/api/overview").get_json()],
        "prune_from_elsewhere": alice.post(prune, json=body, headers=elsewhere).status_code,
        "telemetry": alice.post(f"/{LINK}/telemetry/accept_telemetry_consent").status_code,
        "export_of_this_machine": app.test_client().get(f"/{LINK}/get_json_details").status_code,
        "calls_without_proof": app.test_client().get(f"/{LINK}/get_json_export/calls").status_code,
    }


def main(folder: Path) -> None:
    """Ask, and print the answers as JSON."""
    database = Database(ZODB.DB(None))
    settings = Settings(data_dir=folder, self_monitoring=True)
    app = create_app(settings, database, secret_key=SECRET_KEY, now=lambda: NOW)
    addresses = list(addresses_of(app))
    people = people_of(app, database)
    alice = people.pop("alice")
    leaks = [leak for who, one in people.items() for leak in find_leaks(one, who, addresses)]
    seen = look_as_administrator(app, alice)
    make_admin(database, "Alice", is_admin=False)
    leaks += find_leaks(alice, "alice, no administrator any more,", addresses)
    sys.stdout.write(json.dumps({"addresses": len(addresses), "leaks": leaks, "seen": seen}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
