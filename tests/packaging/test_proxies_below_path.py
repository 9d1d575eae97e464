"""PyDash works below a path, through the real nginx and the real Caddy, in both their ways."""

from collections.abc import Iterator
from dataclasses import replace
from http.cookiejar import Cookie
from pathlib import Path
from typing import cast

import pytest
import requests

from tests.packaging.proxies import check
from tests.packaging.proxies_below_path import (
    NEIGHBOUR,
    PATH,
    CaddyBelowPath,
    NginxBelowPath,
)
from tests.stack.certificates import Authority
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash

pytestmark = [pytest.mark.processes, pytest.mark.timeout(400)]

BelowPath = NginxBelowPath | CaddyBelowPath


@pytest.fixture(
    params=[
        (NginxBelowPath, False),
        (NginxBelowPath, True),
        (CaddyBelowPath, False),
        (CaddyBelowPath, True),
    ],
    ids=["nginx passes on", "nginx takes away", "Caddy passes on", "Caddy takes away"],
)
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> BelowPath:
    kind, takes_path_away = request.param
    certified = Authority(tmp_path / "ca").certify("localhost")
    made: BelowPath = kind(tmp_path, certified, takes_path_away=takes_path_away)
    return made


@pytest.fixture
def pydash(proxy: BelowPath, start_pydash: StartPydash) -> Iterator[RunningPydash]:
    pydash = start_pydash(
        BASE_URL=proxy.url, TRUSTED_PROXIES="127.0.0.1", CA_FILE=str(proxy.certificate)
    )
    proxy.configure(pydash.base_url)
    check(proxy)
    with proxy.running():
        yield replace(pydash, base_url=proxy.url)


def test_people_log_in_below_a_path_and_find_every_file_there(
    proxy: BelowPath, pydash: RunningPydash
) -> None:
    alice = Person(pydash)
    alice.http.verify = str(proxy.certificate)
    alice.join()
    (cookie,) = cast("list[Cookie]", list(alice.http.cookies))
    assert (cookie.name, cookie.path, cookie.secure) == ("__Secure-pydash_session", PATH, True)
    assert alice.get("user").status_code == 200

    for path in ("/", "/dashboards/1", "/sw.js", "/manifest.webmanifest", "/api/docs"):
        assert alice.http.get(f"{proxy.url}{path}", timeout=10).status_code == 200, path
    bare = alice.http.get(f"{proxy.url}?next=1", timeout=10, allow_redirects=False)
    assert bare.status_code in (301, 302, 308)
    assert bare.headers["Location"].partition("?")[0].endswith(f"{PATH}/")
    assert alice.http.get(f"{proxy.url}/metrics", timeout=10).status_code == 404

    neighbour = alice.http.get(f"{proxy.origin}/login", timeout=10)
    assert neighbour.text == NEIGHBOUR
    assert "Cookie" not in neighbour.request.headers

    direct = requests.get(
        f"http://127.0.0.1:{pydash.environment['PYDASH_PORT']}/login", timeout=10
    )
    assert direct.status_code == 404
    assert f"{PATH}/" in direct.text
    assert alice.post("logout").status_code == 200
    assert f"PyDash answers at {proxy.url}." in pydash.run_command("doctor")
