"""Two tabs with two accounts, and the Back button after logging out.

That a page which the browser itself has kept asks again is tried in `back-button.test.tsx`:
Playwright does not follow a Chromium that brings such a page back.
"""

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def log_in(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def name_of(pydash: RunningPydash, name: str) -> str | None:
    """What an account is called now, asked for in a session of its own."""
    with requests.Session() as http:
        http.trust_env = False
        answer = http.post(
            f"{pydash.base_url}/api/login", json={"name": name, "password": PASSWORD}, timeout=30
        )
        return None if answer.status_code != 200 else str(answer.json()["user"]["username"])


def test_a_tab_of_alice_changes_nothing_of_bobbys(page: Page, start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    for name in ("alice", "bobby"):
        Person(pydash, name=name).join()
    log_in(page, f"{pydash.base_url}/settings", "alice")
    other_tab = page.context.new_page()
    other_tab.goto(pydash.base_url)
    log_out(other_tab)
    log_in(other_tab, pydash.base_url, "bobby")

    page.get_by_role("button", name="Change: Username").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("mallory")
    dialog.get_by_role("button", name="Change username").click()
    expect(page.get_by_role("heading", name="Another account is logged in")).to_be_visible()
    expect(page.get_by_text("alice")).to_have_count(0)
    assert (name_of(pydash, "alice"), name_of(pydash, "bobby")) == ("alice", "bobby")
    page.get_by_role("button", name="Go on with that account").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_back_after_logging_out_shows_the_login_page(
    page: Page, start_pydash: StartPydash
) -> None:
    pydash = start_pydash()
    Person(pydash).join()
    log_in(page, f"{pydash.base_url}/settings", "alice")
    expect(page.get_by_text("alice@example.org").first).to_be_visible()
    log_out(page)
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key !== 'pydash-theme')")
    assert kept == []
    page.go_back()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page.get_by_text("alice@example.org")).to_have_count(0)
