"""PyDash works behind the sample configurations, through the real nginx and the real Caddy."""

import csv
import io
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from http.cookiejar import Cookie
from pathlib import Path
from typing import cast

import pytest
import requests

from pydash_app.settings import Settings
from tests.packaging.distributions import ROOT
from tests.packaging.proxies import Caddy, Nginx, Proxy, check
from tests.remotes.certificates import make_certificate
from tests.remotes.running_stub import RunningStub
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(400)]

CALLS_PER_HOUR = 500
FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}


@pytest.fixture(params=[Nginx, Caddy])
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> Proxy:
    """Each proxy, for its sample."""
    proxy: Proxy = request.param(tmp_path, make_certificate(tmp_path, "localhost"))
    return proxy


@pytest.fixture
def pydash(proxy: Proxy, start_pydash: StartPydash) -> Iterator[RunningPydash]:
    """A PyDash as the samples want it, behind a proxy, and addressed as people do."""
    pydash = start_pydash(BASE_URL=proxy.url, TRUSTED_PROXIES="127.0.0.1")
    proxy.configure(pydash.base_url)
    check(proxy)
    with proxy.running():
        yield replace(pydash, base_url=proxy.url)


@pytest.fixture
def app() -> Iterator[RunningStub]:
    """What is watched: an app with two hours of calls."""
    began_at = int(time.time()) - 2 * 3600
    app = RunningStub(("127.0.0.1",), find_free_port(), began_at, CALLS_PER_HOUR)
    app.start()
    yield app
    app.stop()


def test_people_log_in_and_export_through_a_proxy_and_forge_nothing(
    proxy: Proxy, pydash: RunningPydash, app: RunningStub
) -> None:
    alice = Person(pydash)
    alice.http.verify = str(proxy.certificate)
    alice.http.headers.update(FORGED)

    alice.join()
    (cookie,) = cast("list[Cookie]", list(alice.http.cookies))
    assert cookie.secure
    assert cookie.name.startswith("__Host-")
    log = pydash.log_path.read_text("utf-8")
    assert re.search(r"Activity login: .*from=127\.0\.0\.1(?: |$)", log, re.MULTILINE)

    shop = alice.add_dashboard(app.url_of("127.0.0.1"), app.token)
    wait_until(lambda: alice.count_visits(shop) > CALLS_PER_HOUR, timeout_s=60, what="calls")
    with alice.http.get(
        f"{proxy.url}/api/dashboards/{shop}/export", params={"format": "csv"}, stream=True
    ) as export:
        assert export.status_code == 200
        assert "Content-Length" not in export.headers, "it is handed on as it comes"
        rows = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig"), newline="")))
        assert len(rows) == alice.count_visits(shop) + 1

    answer = alice.get("user")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    metrics = alice.http.get(f"{proxy.url}/metrics", timeout=10)
    assert metrics.status_code == 404
    plain = requests.get(f"{proxy.http_url}/login?next=/", allow_redirects=False, timeout=10)
    assert plain.status_code in (301, 308)
    assert plain.headers["Location"].startswith("https://localhost")
    assert plain.headers["Location"].endswith("/login?next=/")


@pytest.mark.parametrize(
    "sent",
    [b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"GET / HTTP/1.1\r\nHost: loc"],
    ids=["a head that stops", "a line that stops"],
)
def test_who_stops_is_shown_out_by_the_proxy(
    proxy: Proxy, pydash: RunningPydash, sent: bytes
) -> None:
    assert pydash.base_url == proxy.url
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    with (
        socket.create_connection(("localhost", proxy.https_port), timeout=60) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as sock,
    ):
        sock.sendall(sent)
        answer = b"".join(iter(lambda: sock.recv(65_536), b""))
    assert answer == b"" or answer.split()[1] == b"408"


def test_the_samples_wait_as_long_as_pydash_itself() -> None:
    settings = Settings()
    nginx = (ROOT / "deploy/nginx/pydash.conf").read_text("utf-8")
    caddy = (ROOT / "deploy/caddy/Caddyfile").read_text("utf-8")
    for name, seconds in (
        ("client_header_timeout", settings.head_timeout),
        ("client_body_timeout", settings.body_timeout),
        ("send_timeout", settings.write_timeout),
    ):
        assert f" {name} {seconds:g}s;" in nginx
    assert f"read_header {settings.head_timeout:g}s" in caddy
    assert f"read_body {settings.body_timeout:g}s" in caddy
