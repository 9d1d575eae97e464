"""Registers dashboards of a real server and prints what their owner is warned of.

Takes pairs of address and security code; runs in a network of the test's own, because plain http
is no risk on loopback.
"""

import json
import sys
from datetime import UTC, datetime
from ipaddress import ip_network
from uuid import uuid4

import ZODB

from pydash_app import dashboard as dashboards
from pydash_app.database import Database
from pydash_app.remote import RemoteGateway
from tests.factories import SECRET_KEY
from tests.remotes.lies import make_pages, sign
from tests.remotes.lying_server import answering, serve


def warn(address: str, token: str) -> dict[str, str]:
    """The sentences by their codes, as the API shows them."""
    database, user_id, now = Database(ZODB.DB(None)), uuid4(), datetime.now(UTC)
    pages = make_pages(get_json_monitor_rules=answering(sign([], token)))
    with serve(pages, host=address) as server:
        dashboard_id = dashboards.register(
            database,
            RemoteGateway([ip_network(address)]),
            user_id=user_id,
            name="shop",
            url=server.url,
            token=token,
            secret_key=SECRET_KEY,
            now=now,
        )
    view = dashboards.get(database, user_id, dashboard_id, now=now)
    return {warning.code: warning.message for warning in view.warnings}


def main() -> None:
    """Register each pair of the command line."""
    words = iter(sys.argv[1:])
    print(json.dumps([warn(address, token) for address, token in zip(words, words, strict=True)]))  # noqa: T201


if __name__ == "__main__":
    main()
