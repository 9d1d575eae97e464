"""Registers dashboards that must be refused; runs in a network of the test's own.

A whole PyDash and real Flask-MonitoringDashboards run in there. Prints, for each case, what the
API answered, and what the database holds of dashboards afterwards.
"""

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pydash_app.database import Database, Root, reading
from tests.remotes.lying_server import answering, serve
from tests.remotes.running_fmd import TOKEN, RunningFmd, start_fmd1
from tests.stack.running_pydash import Person, running_pydash
from tests.stack.waiting import find_free_port

METADATA_ADDRESS = "169.254.169.254"
PUBLIC_ADDRESS = "93.184.215.14"
ROOMS = ("dashboards", "dashboard_ids_by_owner", "measurements")


@reading
def count_rooms(root: Root) -> dict[str, int]:
    """How many entries there are in each room that has to do with dashboards."""
    return {name: len(root[name]) for name in ROOMS}


def main() -> None:
    """Try every case, then one that is right."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)

        def fmd_at(host: str) -> RunningFmd:
            fmd = start_fmd1(folder / f"{host}.db", host=host, rows=10, days=1)
            running.callback(fmd.stop)
            return fmd

        public = fmd_at(PUBLIC_ADDRESS)
        page = running.enter_context(serve(answering(b"<html>A page</html>"), host=PUBLIC_ADDRESS))
        cases = {
            "wrong_token": (public.url, "not the security code of this app, but long"),
            "unreachable": (f"http://{PUBLIC_ADDRESS}:{find_free_port()}/dashboard", TOKEN),
            "metadata address": (fmd_at(METADATA_ADDRESS).url, TOKEN),
            "loopback": (fmd_at("127.0.0.1").url, TOKEN),
            "not_fmd": (page.url, TOKEN),
            "invalid_url": ("ftp://app.example.org/dashboard", TOKEN),
        }
        pydash = running.enter_context(running_pydash(folder, ALLOWED_NETWORKS=""))
        alice = Person(pydash)
        alice.join()
        found: dict[str, Any] = {case: ask(alice, *given) for case, given in cases.items()}
        database = Database.open(pydash.settings)
        found["rooms"] = count_rooms(database)
        database.close()
        found["right"] = ask(alice, public.url, TOKEN)
    json.dump(found, sys.stdout)


def ask(person: Person, url: str, token: str) -> dict[str, Any]:
    """What the API answers to a registration."""
    answer = person.post("dashboards/register", name="shop", url=url, token=token)
    return {"status": answer.status_code, **answer.json()}


if __name__ == "__main__":
    main()
