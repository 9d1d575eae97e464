"""What `pydash health` makes of each way in which a server may answer, or not."""

import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pydash_app.settings import Settings
from pydash_cli.commands.health import EXIT_CODES
from pydash_cli.health_probe import is_healthy, listening_url
from pydash_cli.main import main
from tests.remotes.certificates import make_certificate

OK = {"status": "ok", "database": {"ok": True}, "scheduler": {"ok": True}}
FAILING = {"status": "failing", "database": {"ok": True}, "scheduler": {"ok": False}}
REASONS = {"reasons": [{"code": "scheduler_silent", "message": "Start `pydash scheduler`."}]}
HTTP_503 = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


class Answering(BaseHTTPRequestHandler):
    """Answers what its class says, and a probe of liveness always."""

    status = 200
    body: Mapping[str, object] | str = OK
    headers_sent: Mapping[str, str] = {}

    def do_GET(self) -> None:
        asked = {"/api/health": (self.status, self.body)}
        asked["/api/health/live"] = (200, {"status": "live"})
        asked["/api/health/ready"] = (503, {"status": "not_ready", **REASONS})
        status, body = asked.get(self.path, (404, ""))
        text = body if isinstance(body, str) else json.dumps(body)
        self.send_response(status)
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def answering(
    status: int = 200, body: Mapping[str, object] | str = OK, **headers: str
) -> Iterator[int]:
    """A server that answers so; its port."""
    handler = type(
        "Handler", (Answering,), {"status": status, "body": body, "headers_sent": headers}
    )
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def listening(say: Callable[[socket.socket], None]) -> Iterator[int]:
    """Something that takes one connection; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    say(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
    thread.join()


def find_closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def call(port: int, *options: str) -> Result:
    environment = {"PYDASH_PORT": str(port), "PYDASH_HOST": "127.0.0.1"}
    return CliRunner().invoke(main, ["health", *options], env=environment)


def ask(port: int, *options: str) -> dict[str, Any]:
    done = call(port, "--json", *options)
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == found["exit_code"] == EXIT_CODES[found["outcome"]]
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])  # noqa: S104 - asked, not bound
def test_a_server_that_says_so_is_healthy(host: str) -> None:
    with answering() as port:
        assert is_healthy(Settings(host=host, port=port))


def test_one_that_warns_is_healthy_too() -> None:
    with answering(200, {**OK, "status": "warning"}) as port:
        assert call(port).stdout == "PyDash works.\n"


def test_one_that_is_not_well_is_told_from_one_that_nobody_runs() -> None:
    with answering(503, {**FAILING, **REASONS}) as port:
        found = ask(port)
        said = call(port)
    assert (found["outcome"], found["exit_code"], found["http_status"]) == ("failing", 1, 503)
    assert found["answer"]["scheduler"] == {"ok": False}
    assert "Start `pydash scheduler`." in said.stderr
    assert said.stdout == ""
    refused = ask(find_closed_port())
    assert (refused["outcome"], refused["exit_code"]) == ("refused", 3)
    assert refused["http_status"] is None
    assert "Nothing listens" in refused["message"]


def test_strangers_to_whom_no_reasons_are_told_read_which_part_fails() -> None:
    with answering(503, {**FAILING, "reasons": None}) as port:
        assert "its scheduler can't be reached" in call(port).stderr


def test_one_that_holds_its_tongue_runs_out_of_time() -> None:
    ended = threading.Event()

    def wait(_connection: socket.socket) -> None:
        ended.wait(30)

    with listening(wait) as port:
        found = ask(port, "--timeout", "0.2")
        ended.set()
    assert (found["outcome"], found["exit_code"]) == ("timed_out", 4)


def test_a_name_that_nobody_has_is_unreachable() -> None:
    found = ask(1, "--url", "http://pydash.invalid")
    assert (found["outcome"], found["exit_code"]) == ("unreachable", 5)


@contextmanager
def answering_over_tls(certificate: Path) -> Iterator[int]:
    """A server that is well, and shows this certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    body = json.dumps(OK)
    answer = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    def answer_once(connection: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(65_536)
            secured.sendall(answer)

    with listening(answer_once) as port:
        yield port


def test_a_certificate_that_is_not_trusted_is_named(tmp_path: Path) -> None:
    with answering_over_tls(make_certificate(tmp_path, "localhost")) as port:
        found = ask(1, "--url", f"https://localhost:{port}/")
    assert (found["outcome"], found["exit_code"]) == ("bad_tls", 6)
    assert "PYDASH_CA_FILE" in found["message"]


def test_an_authority_of_our_own_is_trusted_here_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("PYDASH_CA_FILE", str(certificate))
    with answering_over_tls(certificate) as port:
        assert ask(1, "--url", f"https://localhost:{port}/")["outcome"] == "healthy"


def test_https_that_is_asked_of_http_is_named() -> None:
    with answering() as port:
        found = ask(1, "--url", f"https://127.0.0.1:{port}")
    assert (found["outcome"], found["exit_code"]) == ("bad_tls", 6)
    assert "PyDash itself speaks http" in found["message"]


def test_a_name_that_is_not_pydashs_is_told_with_its_own_words() -> None:
    refusal = {"code": "misdirected", "message": "PyDash does not answer under this name."}
    with answering(421, refusal) as port:
        found = ask(port)
    assert (found["outcome"], found["exit_code"]) == ("misdirected", 7)
    assert refusal["message"] in found["message"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, "<h1>It works!</h1>"), (200, "[]"), (200, {"status": "UP"}), (404, ""), (502, "")],
    ids=["a page", "a list", "another health", "404", "502"],
)
def test_another_program_is_not_taken_for_pydash(status: int, body: str) -> None:
    with answering(status, body) as port:
        found = ask(port)
        assert not is_healthy(Settings(port=port))
    assert (found["outcome"], found["exit_code"], found["http_status"]) == (
        "not_pydash",
        8,
        status,
    )
    assert found["answer"] is None


def test_a_503_without_pydashs_words_is_the_proxys() -> None:
    with listening(lambda connection: connection.sendall(HTTP_503)) as port:
        assert ask(port)["outcome"] == "not_pydash"


def test_what_speaks_no_http_is_not_pydash() -> None:
    with listening(lambda connection: connection.sendall(b"220 ESMTP\r\n")) as port:
        assert ask(port)["outcome"] == "not_pydash"


def test_a_redirect_is_told_with_its_target() -> None:
    with answering(301, "", Location="https://pydash.example.org/api/health") as port:
        found = ask(port)
    assert found["outcome"] == "not_pydash"
    assert "https://pydash.example.org/api/health" in found["message"]


def test_liveness_and_readiness_are_questions_of_their_own() -> None:
    with answering(503, FAILING) as port:
        assert ask(port, "--live")["answer"] == {"status": "live"}
        assert ask(port, "--ready")["outcome"] == "failing"
        assert ask(port, "--ready")["url"].endswith("/api/health/ready")


def test_who_waits_sees_it_come_up() -> None:
    port = find_closed_port()
    with ExitStack() as running:

        def start() -> None:
            handler = type("Handler", (Answering,), {})
            server = running.enter_context(HTTPServer(("127.0.0.1", port), handler))
            server.handle_request()

        late = threading.Timer(0.3, start)
        late.start()
        assert ask(port, "--wait", "60")["outcome"] == "healthy"
        late.join()


def test_an_address_without_a_scheme_is_refused() -> None:
    done = call(1, "--url", "pydash.example.org")
    assert done.exit_code == 2
    assert "https://pydash.example.org" in done.stderr


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "http://127.0.0.1:5000"), ("::1", "http://[::1]:5000")]
)
def test_the_address_it_listens_on_is_not_the_public_one(host: str, url: str) -> None:
    settings = Settings(host=host, base_url="https://pydash.example.org")

    assert listening_url(settings) == url


def test_every_exit_code_is_explained_where_operators_read() -> None:
    page = (Path(__file__).parents[3] / "docs" / "operations.md").read_text("utf-8")
    rows = {
        int(code): word for code, word in re.findall(r"^\| (\d) \| `(\w+)` \|", page, re.MULTILINE)
    }
    assert rows == {code: word for word, code in EXIT_CODES.items()}
