"""PyDash below a path, behind a real proxy with a certificate of an authority of one's own."""

import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import FLAGS, find_chromium
from tests.browser.conftest import WANTED
from tests.browser.test_main_job import QUICK, log_in, register
from tests.packaging.proxies import check, find_program
from tests.packaging.proxies_below_path import PATH, CaddyBelowPath, NginxBelowPath
from tests.remotes.running_stub import RunningStub
from tests.stack.certificates import Authority
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import RunningPydash
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(400)]

CALLS_PER_HOUR = 300
SCOPE = "async () => (await navigator.serviceWorker.ready).scope"

BelowPath = NginxBelowPath | CaddyBelowPath


@pytest.fixture(params=[NginxBelowPath, CaddyBelowPath], ids=["nginx", "Caddy"])
def proxy(request: pytest.FixtureRequest, tmp_path: Path) -> BelowPath:
    certified = Authority(tmp_path / "ca").certify("localhost")
    made: BelowPath = request.param(tmp_path, certified, takes_path_away=False)
    return made


@pytest.fixture
def pydash(proxy: BelowPath, start_pydash: StartPydash) -> Iterator[RunningPydash]:
    pydash = start_pydash(BASE_URL=proxy.url, TRUSTED_PROXIES="127.0.0.1", **QUICK)
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


@pytest.fixture
def trusting_page(browser: Browser, proxy: BelowPath, tmp_path: Path) -> Iterator[Page]:
    """A window of a Chromium that trusts the authority, as an office's computers do."""
    store = tmp_path / ".pki" / "nssdb"
    store.mkdir(parents=True)
    certutil = [find_program("certutil"), "-d", f"sql:{store}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)  # noqa: S603 - looked up
    add = ["-A", "-t", "C,,", "-n", "own", "-i", str(proxy.certificate)]
    subprocess.run([*certutil, *add], check=True)  # noqa: S603 - looked up
    own = browser.browser_type.launch(
        executable_path=find_chromium(), args=list(FLAGS), env={"HOME": str(tmp_path)}
    )
    page = own.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not any(text in message.text for text in WANTED)
            else None
        ),
    )
    yield page
    own.close()
    assert not complaints, complaints


def test_a_person_registers_adds_an_app_sees_its_chart_and_logs_out_below_a_path(
    trusting_page: Page, proxy: BelowPath, pydash: RunningPydash, app: RunningStub
) -> None:
    page = trusting_page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    register(page, pydash)
    page.goto(wait_until(pydash.mail_links, timeout_s=10, what="the mail")[-1])
    expect(page.get_by_text("Your account is verified")).to_be_visible()
    page.get_by_role("link", name="Log in").click()
    log_in(page)
    expect(page.get_by_role("heading", name="Watch your first app")).to_be_visible()
    assert page.evaluate(SCOPE) == f"{proxy.url}/"

    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Add dashboard").first.click()
    dialog.get_by_label("Address of the app's dashboard").fill(app.url_of("127.0.0.1"))
    dialog.get_by_label("Name", exact=True).fill("shop-api")
    dialog.get_by_label("Security code", exact=True).fill(app.token)
    dialog.get_by_role("button", name=re.compile("Add dashboard|Check again")).click()
    expect(dialog).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="shop-api").first.click()
    total = page.get_by_test_id("total-visits")
    expect(total).to_have_attribute("data-value", re.compile(r"^[1-9]"), timeout=60_000)
    assert page.url.startswith(f"{proxy.url}/dashboards/")

    page.reload()  # a deep link, and now through the service worker
    expect(total).to_have_attribute("data-value", re.compile(r"^[1-9]"))
    page.goto(f"{proxy.url}/help")
    expect(page.locator(f'a[href="{PATH}/api/docs"]')).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert page.url == f"{proxy.url}/login"
    strangers = [url for url in asked if not url.startswith((f"{proxy.url}/", "data:", "blob:"))]
    assert set(strangers) <= {proxy.url}
