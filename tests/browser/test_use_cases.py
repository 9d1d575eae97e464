"""What people do with a watched app, each as a person would."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched_app import log_in, watch_app
from tests.remotes.fixtures import StartFmd1
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.fmd, pytest.mark.processes]

COUNT_NOTES = """
window.notes = 0;
const create = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  window.notes += 1;
  return create.call(this);
};
"""


def test_wrong_credentials_and_a_taken_name(page: Page, start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    Person(pydash).join()
    page.goto(pydash.base_url)
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill("not my password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("link", name="Create an account").click()
    expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
    page.get_by_label("Username").fill("Alice")
    page.get_by_label("E-mail").fill("other@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    expect(page.get_by_text("This one is strong.")).to_be_visible()
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("taken")


def test_a_dashboard_is_filtered_and_its_endpoint_looked_at(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    app = watch_app(start_pydash, start_fmd1, rows=3000)
    log_in(page, app.dashboard_url)
    total = page.get_by_test_id("total-visits")
    expect(total).to_have_attribute("data-value", "3000")
    link = page.get_by_role("table", name="Endpoints").get_by_role("link").first
    endpoint = link.inner_text()
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("menuitem", name="Endpoint").click()
    page.get_by_role("dialog").get_by_role("button", name=endpoint, exact=True).click()
    page.keyboard.press("Escape")
    visits = app.alice.get(
        f"dashboards/{app.dashboard_id}/statistic", statistic="total_visits", endpoint=endpoint
    ).json()
    expect(total).to_have_attribute("data-value", str(visits))
    page.reload()
    expect(total).to_have_attribute("data-value", str(visits))
    page.get_by_role("table", name="Endpoints").get_by_role("link", name=endpoint).click()
    expect(page.get_by_role("heading", name=endpoint, level=1)).to_be_visible()
    expect(total).to_have_attribute("data-value", str(visits))
    expect(page.get_by_role("region", name="Average per IP and version")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="shop-api", level=1)).to_be_visible()


def test_an_app_is_set_up_anew_and_deleted(
    page: Page, start_pydash: StartPydash, start_fmd1: StartFmd1
) -> None:
    app = watch_app(start_pydash, start_fmd1, rows=200)
    log_in(page, app.dashboard_url)
    page.get_by_role("button", name="Actions for shop-api").click()
    page.get_by_role("menuitem", name="Settings").click()
    page.get_by_role("button", name="Change: Security code").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Security code", exact=True).fill("not the code")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Security code", exact=True).fill(app.fmd.token)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Change: Name").click()
    dialog.get_by_label("Name", exact=True).fill("shop, renamed")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Settings of shop, renamed")).to_be_visible()
    page.get_by_role("switch", name=re.compile("whether the app is up")).click()
    expect(page.get_by_role("switch", name=re.compile("whether the app is up"))).to_be_checked()
    page.get_by_role("button", name=re.compile("fetched every")).click()
    dialog.get_by_label("Seconds between two fetches").fill("-1")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Seconds between two fetches").fill("600")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("10 min")).to_be_visible()
    endpoint = page.get_by_role("switch").last
    endpoint.click()
    expect(endpoint).not_to_be_checked()
    page.get_by_role("button", name="Delete dashboard").click()
    dialog.get_by_role("button", name="Delete dashboard").click()
    expect(page.get_by_role("heading", name="Watch your first app")).to_be_visible()
    assert app.alice.get("dashboards").json() == []


def test_sounds_play_only_when_wanted(page: Page, start_pydash: StartPydash) -> None:
    page.add_init_script(COUNT_NOTES)
    pydash = start_pydash()
    Person(pydash).join()
    log_in(page, f"{pydash.base_url}/settings")
    sounds = page.get_by_role("switch", name=re.compile("^Play sounds"))
    expect(sounds).not_to_be_checked()
    assert page.evaluate("window.notes") == 0
    sounds.click()
    expect(sounds).to_be_checked()
    page.get_by_role("radio", name="Dark").check()
    page.get_by_role("button", name="Change: Username").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("alice in chains")
    dialog.get_by_role("button", name="Change username").click()
    expect(dialog).to_be_hidden()
    page.wait_for_function("window.notes > 0")


def test_without_a_network_the_page_opens_and_says_so(
    page: Page, start_pydash: StartPydash
) -> None:
    pydash = start_pydash()
    Person(pydash).join()
    log_in(page, pydash.base_url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    expect(page.get_by_text("No network.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No network.")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("can't be reached")
    page.context.set_offline(False)
    expect(page.get_by_text("No network.")).to_be_hidden()
