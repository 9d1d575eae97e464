"""Everybody can use every page: axe finds nothing, in either theme."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched_app import WatchedApp, log_in, watch_app
from tests.remotes.fixtures import StartFmd1
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person

pytestmark = [pytest.mark.browser, pytest.mark.fmd, pytest.mark.processes]

AXE = Path("node_modules/axe-core/axe.min.js")
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STANDS_STILL = """() => document.getAnimations().every(
  (each) => each.playState !== 'running' || each.effect.getComputedTiming().iterations === Infinity
)"""
CHECK = "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)"
OUTSIDE = ("login", "register", "forgot-password", "reset-password/none", "verify/none")


def assert_nothing_found(page: Page) -> None:
    """Let axe look at the page in both themes."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.wait_for_timeout(800)  # colours fade, and menus appear
        page.wait_for_function(STANDS_STILL)
        page.evaluate(AXE.read_text("utf-8"))
        found = [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in page.evaluate(CHECK)
            for node in violation["nodes"]
        ]
        assert not found, f"{page.url} in the {theme} theme:\n" + "\n".join(found)


@pytest.mark.parametrize("path", OUTSIDE)
def test_the_pages_before_the_login(page: Page, start_pydash: StartPydash, path: str) -> None:
    pydash = start_pydash()
    page.goto(f"{pydash.base_url}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_nothing_found(page)


def test_the_first_page_of_a_newcomer(page: Page, start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    Person(pydash).join()
    log_in(page, pydash.base_url)
    expect(page.get_by_role("heading", name="Watch your first app")).to_be_visible()
    assert_nothing_found(page)
    page.get_by_role("button", name="Add dashboard").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_nothing_found(page)


def test_the_pages_with_figures_and_settings(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    app = watch_app(start_pydash, start_fmd1, rows=2000)
    app.pydash.run_command("user", "make-admin", "alice")
    log_in(page, app.pydash.base_url)
    expect(page.get_by_role("article", name="shop-api")).to_be_visible()
    assert_nothing_found(page)
    page.get_by_role("radio", name="Rows").check()
    expect(page.get_by_role("table", name="Your dashboards")).to_be_visible()
    assert_nothing_found(page)
    look_at_figures(page, app)
    of_app = f"dashboards/{app.dashboard_id}/settings"
    for path in ("settings", of_app, "help", "admin", "nowhere"):
        page.goto(f"{app.pydash.base_url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if path == "admin":
            expect(page.get_by_role("table", name="Users")).to_be_visible()
        assert_nothing_found(page)


def look_at_figures(page: Page, app: WatchedApp) -> None:
    page.goto(app.dashboard_url)
    expect(page.get_by_test_id("total-visits")).to_be_visible()
    expect(page.get_by_role("table", name="Endpoints")).to_be_visible()
    assert_nothing_found(page)
    to_table = page.get_by_role("button", name="Show as table")
    while to_table.count():
        to_table.first.click()  # and is called otherwise from then on
    assert_nothing_found(page)
    page.get_by_role("button", name="Add a filter").click()
    assert_nothing_found(page)
    page.keyboard.press("Escape")
    page.get_by_role("table", name="Endpoints").get_by_role("link").first.click()
    expect(page.get_by_role("table", name="Versions")).to_be_visible()
    assert_nothing_found(page)
