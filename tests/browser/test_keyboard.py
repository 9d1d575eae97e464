"""Nobody needs a mouse: what people do, done with keys alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.watched_app import log_in, watch_app
from tests.remotes.fixtures import StartFmd1
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.fmd, pytest.mark.processes]

MOST_TABS = 150


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until an element has the focus, which must show."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} was not reached by {MOST_TABS} tabs")


def test_a_whole_visit_by_keyboard(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    app = watch_app(start_pydash, start_fmd1, rows=2000)
    page.goto(app.pydash.base_url)
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("alice")
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    card = page.get_by_role("main").get_by_role("link", name="shop-api")
    expect(card).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search apps")).to_be_focused()
    page.keyboard.type("shop")
    tab_to(page, card)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("total-visits")).to_have_attribute("data-value", "2000")

    tab_to(page, page.get_by_role("radio", name="Last 28 days"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("range=7d"))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("range=28d"))

    tab_to(page, page.get_by_role("button", name="Add a filter"))
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("2.0")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"version=2\.0"))

    visits = page.get_by_role("slider", name=re.compile("^Visits: walk"))
    tab_to(page, visits)
    page.keyboard.press("End")
    expect(visits).to_have_attribute("aria-valuetext", re.compile("so far|no visit|: "))

    endpoints = page.get_by_role("table", name="Endpoints")
    tab_to(page, endpoints.get_by_role("button", name="Median"))
    page.keyboard.press("Enter")
    expect(endpoints.get_by_role("columnheader", name="Median")).to_have_attribute(
        "aria-sort", "descending"
    )
    tab_to(page, endpoints.get_by_role("link").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Versions")).to_be_visible()

    page.goto(f"{app.pydash.base_url}/settings")
    tab_to(page, page.get_by_role("switch", name=re.compile("^Play sounds")))
    page.keyboard.press("Space")
    expect(page.get_by_role("switch", name=re.compile("^Play sounds"))).to_be_checked()
    tab_to(page, page.get_by_role("button", name="New token"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="New token")).to_be_focused()


def test_the_first_tab_skips_to_the_content(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    app = watch_app(start_pydash, start_fmd1, rows=100)
    page.goto(app.pydash.base_url)
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("alice")
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_visible()
    page.reload()
    expect(page.get_by_role("article")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add dashboard")).to_be_focused()


LIST_STOPS = """() => {
  const isShown = (element) => element.checkVisibility() && !element.closest('[inert]');
  const FOCUSABLE = 'a[href], button, input, select, summary, [tabindex]';
  const stops = [...document.querySelectorAll(FOCUSABLE)]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && isShown(element))
    // Of a group of radio buttons, Tab reaches the chosen one, and arrows the others.
    .filter((element) => element.type !== 'radio' || element.checked);
  window.stops = new Set(stops);
  return stops.length;
}"""

VISIT = "window.stops.delete(document.activeElement), window.stops.size"


def assert_tab_reaches_everything(page: Page) -> None:
    """Tab through the page from its beginning, until nothing is left that could have the focus."""
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    count = page.evaluate(LIST_STOPS)
    left = count
    for _ in range(count + 10):
        page.keyboard.press("Tab")
        left = page.evaluate(VISIT)
        if left == 0:
            return
    missed = page.evaluate("[...window.stops].map((element) => element.outerHTML.slice(0, 160))")
    raise AssertionError(f"{page.url}: {left} of {count} were not reached: {missed}")


def test_tab_reaches_everything_on_every_page(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    app = watch_app(start_pydash, start_fmd1, rows=500)
    for path in ("login", "register", "forgot-password", "reset-password/none", "verify/none"):
        page.goto(f"{app.pydash.base_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_tab_reaches_everything(page)
    app.pydash.run_command("user", "make-admin", "alice")
    log_in(page, app.pydash.base_url)
    expect(page.get_by_role("article", name="shop-api")).to_be_visible()
    assert_tab_reaches_everything(page)
    page.goto(app.dashboard_url)
    link = page.get_by_role("table", name="Endpoints").get_by_role("link").first
    expect(link).to_be_visible()
    assert_tab_reaches_everything(page)
    link.click()
    expect(page.get_by_role("table", name="Versions")).to_be_visible()
    assert_tab_reaches_everything(page)
    of_app = f"dashboards/{app.dashboard_id}/settings"
    for path in ("settings", of_app, "help", "admin", "nowhere"):
        page.goto(f"{app.pydash.base_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if path == "admin":
            expect(page.get_by_role("table", name="Users")).to_be_visible()
        assert_tab_reaches_everything(page)
