import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pydash_app.settings import Settings
from pydash_cli.health_probe import is_healthy, listening_url


class Answering(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/api/health" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    class Handler(Answering):
        """One for each test, which may change its status."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])  # noqa: S104 - asked, not bound
def test_a_server_that_says_so_is_healthy(server: HTTPServer, host: str) -> None:
    assert is_healthy(Settings(host=host, port=server.server_port))


def test_a_server_that_fails_is_not(server: HTTPServer) -> None:
    server.RequestHandlerClass.status = 503  # type: ignore[attr-defined]

    assert not is_healthy(Settings(port=server.server_port))


def test_where_nobody_listens_nothing_is_healthy(server: HTTPServer) -> None:
    with HTTPServer(("127.0.0.1", 0), Answering) as closed:
        port = closed.server_port
    assert port != server.server_port

    assert not is_healthy(Settings(port=port))


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "http://127.0.0.1:5000"), ("::1", "http://[::1]:5000")]
)
def test_the_address_it_listens_on_is_not_the_public_one(host: str, url: str) -> None:
    settings = Settings(host=host, base_url="https://pydash.example.org")

    assert listening_url(settings) == url
