"""What a person does first: register, verify, log in, add an app, look at its visits."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.remotes.fixtures import StartFmd1
from tests.remotes.running_fmd import RunningFmd
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.fmd, pytest.mark.processes]

SCREENSHOTS = Path(".cache/screenshots")
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SIZES = {"1920x1080": (1920, 1080), "1280x768": (1280, 768), "320x550": (320, 550)}
QUICK = {"FETCH_INTERVAL": "2", "MIN_FETCH_INTERVAL": "0", "FETCH_SPACING": "0", "SETTLE_LAG": "2"}
VISITS = 5000


def register(page: Page, pydash: RunningPydash) -> None:
    page.goto(pydash.base_url)
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
    page.get_by_label("Username").fill("alice")
    page.get_by_label("E-mail").fill("alice@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Ask for your link")).to_be_visible()


def log_in(page: Page) -> None:
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Dashboards", level=1)).to_be_visible()


def add_dashboard(page: Page, fmd: RunningFmd, token: str) -> None:
    dialog = page.get_by_role("dialog")
    if not dialog.is_visible():
        page.get_by_role("button", name="Add dashboard").first.click()
    dialog.get_by_label("Address of the app's dashboard").fill(fmd.url)
    dialog.get_by_label("Name", exact=True).fill("shop-api")
    dialog.get_by_label("Security code", exact=True).fill(token)
    dialog.get_by_role("button", name=re.compile("Add dashboard|Check again")).click()


def take_screenshots(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(400)  # the page draws its charts anew for the new width
            page.wait_for_function(FITS)
            page.screenshot(path=SCREENSHOTS / f"{name}-{size}-{theme}.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1920, "height": 1080})


def test_a_person_registers_adds_an_app_and_sees_all_its_visits(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=VISITS, days=20)
    pydash = start_pydash(**QUICK)
    page.goto(pydash.base_url)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    take_screenshots(page, "login")
    register(page, pydash)
    link = wait_until(pydash.mail_links, timeout_s=10, what="the mail")[-1]
    page.goto(link)
    expect(page.get_by_text("Your account is verified")).to_be_visible()
    page.get_by_role("link", name="Log in").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    log_in(page)
    expect(page.get_by_role("heading", name="Watch your first app")).to_be_visible()
    take_screenshots(page, "empty")
    add_dashboard(page, fmd, token="not the security code of this app")
    expect(page.get_by_role("dialog").get_by_text("security code").first).to_be_visible()
    expect(page.get_by_role("button", name="Check again")).to_be_visible()
    take_screenshots(page, "add-dashboard")
    add_dashboard(page, fmd, token=fmd.token)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("link", name="shop-api").first).to_be_visible()
    expect(page.get_by_text("Up to date")).to_be_visible(timeout=30_000)
    take_screenshots(page, "overview")
    page.get_by_role("main").get_by_role("link", name="shop-api").click()
    page.get_by_role("radio", name="Last 28 days").check()
    total = page.get_by_test_id("total-visits")
    expect(total).to_have_attribute("data-value", str(VISITS), timeout=30_000)
    expect(total).to_have_text(re.compile(r"5\s000"))
    take_screenshots(page, "dashboard")


def test_the_bars_of_the_chart_add_up_to_all_visits(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(rows=VISITS, days=20)
    pydash = start_pydash(**QUICK)
    alice = Person(pydash)
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    wait_until(
        lambda: alice.count_visits(dashboard_id) == VISITS, timeout_s=30, what="the history"
    )
    page.goto(f"{pydash.base_url}/dashboards/{dashboard_id}?range=28d")
    log_in_with_return(page)
    page.get_by_role("button", name="Show as table").first.click()
    rows = page.get_by_role("table").first.get_by_role("row").all_inner_texts()
    counts = [row.split("\t")[1] for row in rows[1:]]
    # "248 so far" of the day that is not over; "unknown" of what was not fetched.
    assert sum(int(re.sub(r"\D", "", count) or 0) for count in counts) == VISITS


def log_in_with_return(page: Page) -> None:
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_test_id("total-visits")).to_be_visible()


def test_logging_out_ends_the_session_on_the_server_too(
    page: Page, start_pydash: StartPydash
) -> None:
    pydash = start_pydash()
    Person(pydash).join()
    page.goto(pydash.base_url)
    log_in(page)
    cookies = page.context.cookies()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.context.add_cookies(
        [
            {"name": cookie["name"], "value": cookie["value"], "url": pydash.base_url}
            for cookie in cookies
        ]
    )
    page.goto(pydash.base_url)
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
