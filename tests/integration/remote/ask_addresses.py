"""Asks real servers on addresses of all kinds; runs in a network of the test's own.

Prints, for each address, what came of asking it with no network opened and with its own opened,
and how many requests its server got to see meanwhile.
"""

import json
import sys
from ipaddress import ip_network

from pydash_app.errors import RemoteError
from pydash_app.remote import RemoteGateway
from tests.remotes.lying_server import LyingServer, answering, serve


def ask(server: LyingServer, gateway: RemoteGateway) -> dict[str, object]:
    """The code of the refusal, and how many requests came through."""
    seen_before = len(server.requests)
    try:
        gateway.examine(server.url, "any")
    except RemoteError as error:
        return {"code": error.code, "requests": len(server.requests) - seen_before}
    raise RuntimeError("a server that is no FMD passed for one")


def main() -> None:
    """Ask each address that the command line names."""
    found = {}
    for address in sys.argv[1:]:
        with serve(answering(b"no dashboard"), host=address) as server:
            found[address] = {
                "closed": ask(server, RemoteGateway()),
                "opened": ask(server, RemoteGateway([ip_network(address)])),
            }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
