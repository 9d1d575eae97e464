"""A name that somebody else made lead to PyDash reads nothing."""

import socket
from pathlib import Path

import pytest
from werkzeug.test import Client

from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_web.app_factory import create_app
from pydash_web.host_check import LOCAL_ADDRESS
from tests.factories import SECRET_KEY

STRANGER = "rebound.example.com"


def make_client(database: Database, folder: Path, **settings: object) -> Client:
    chosen = Settings(data_dir=folder, **settings)  # type: ignore[arg-type]
    return Client(create_app(chosen, database, secret_key=SECRET_KEY))


@pytest.fixture
def client(database: Database, tmp_path: Path) -> Client:
    return make_client(
        database,
        tmp_path,
        base_url="https://pydash.example.org",
        host="10.0.0.7",
        allowed_hosts=("web", "fd00::7"),
        trusted_proxies="10.1.0.0/16",
    )


@pytest.mark.parametrize(
    "host",
    [
        "pydash.example.org",
        "PyDash.Example.org.",
        "pydash.example.org:8443",
        "localhost",
        "localhost:5000",
        "127.0.0.1:5000",
        "127.8.9.1",
        "[::1]:5000",
        "10.0.0.7:5000",
        "192.0.2.5",
        "[::ffff:192.0.2.5]:80",
        "web:5000",
        "[fd00::7]",
        socket.gethostname(),
    ],
)
def test_it_answers_under_its_own_names(client: Client, host: str) -> None:
    environ = {"HTTP_HOST": host, LOCAL_ADDRESS: "192.0.2.5"}
    assert client.get("/api/user", environ_overrides=environ).status_code == 401


@pytest.mark.parametrize(
    "host",
    [
        STRANGER,
        f"{STRANGER}:5000",
        "pydash.example.org.evil.com",
        "evil-pydash.example.org",
        "localhost.evil.com",
        "127.0.0.1.nip.io",
        "192.0.2.6",
        "[2001:db8::1]",
        "0x7f000001",
        "localhost:5000@evil.com",
        "evil.com#localhost",
        "localhost/evil.com",
        "pydash.example.org:port",
        "pydаsh.example.org",
        "[::1",
        " ",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/health", "/api/user", "/api/login", "/metrics"])
def test_it_answers_under_no_other(client: Client, host: str, path: str) -> None:
    answer = client.get(path, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 421
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "PYDASH_BASE_URL" in answer.text
    if path.startswith("/api"):
        assert answer.get_json()["code"] == "misdirected"
    else:
        assert answer.mimetype == "text/plain"


def test_files_are_for_its_own_names_too(database: Database, tmp_path: Path) -> None:
    client = make_client(database, tmp_path)
    for path in ("/manifest.webmanifest", "/assets/x.js"):
        assert client.get(path, headers={"Host": STRANGER}).status_code == 421


def test_a_trusted_proxy_says_under_which_name_it_was_asked(client: Client) -> None:
    def ask(proxy: str, host: str, forwarded: str) -> int:
        headers = {"Host": host, "X-Forwarded-Host": forwarded}
        return client.get(
            "/api/user", headers=headers, environ_overrides={"REMOTE_ADDR": proxy}
        ).status_code

    assert ask("10.1.2.3", "127.0.0.1:5000", "pydash.example.org") == 401
    assert ask("10.1.2.3", "upstream", "pydash.example.org") == 401
    assert ask("10.1.2.3", "127.0.0.1:5000", STRANGER) == 421
    # From anybody else it counts for nothing.
    assert ask("192.0.2.1", STRANGER, "pydash.example.org") == 421
    assert ask("192.0.2.1", "localhost", STRANGER) == 401


def test_a_name_in_any_alphabet_is_compared_as_browsers_send_it(
    database: Database, tmp_path: Path
) -> None:
    client = make_client(database, tmp_path, base_url="https://büro.example.org")
    for host, status in (("xn--bro-hoa.example.org", 401), ("xn--bro-xxx.example.org", 421)):
        assert client.get("/api/user", headers={"Host": host}).status_code == status
