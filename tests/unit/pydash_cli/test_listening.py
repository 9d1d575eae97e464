"""A host to listen on takes whoever can reach it, by either family of addresses."""

import socket

import pytest
import requests

from pydash_app.settings import Settings
from pydash_cli.listening import listen
from pydash_cli.metrics_port import serve_metrics
from tests.stack.waiting import find_free_port

BOTH = ("127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def both_families() -> None:
    if not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("::", BOTH),
        ("::1", ("::1",)),
        ("localhost", ("127.0.0.1",)),
        ("0.0.0.0", ("127.0.0.1",)),  # noqa: S104 - of a test, for a moment
    ],
)
def test_every_address_is_that_of_both_families(host: str, reached: tuple[str, ...]) -> None:
    port = find_free_port()
    with listen(host, port):
        for address in reached:
            socket.create_connection((address, port), timeout=5).close()


@pytest.mark.parametrize(("host", "reached"), [("::", BOTH), ("::1", ("::1",))])
def test_the_port_for_metrics_does_so_too(
    host: str, reached: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    port = find_free_port()
    settings = Settings(metrics_host=host, data_dir=tmp_path_factory.mktemp("data"))
    serve_metrics(settings, port)
    for address in reached:
        url = f"http://[{address}]" if ":" in address else f"http://{address}"
        # Whoever comes by IPv4 is known by that address, in whatever way the socket writes it.
        assert requests.get(f"{url}:{port}/metrics", timeout=5).status_code == 200
