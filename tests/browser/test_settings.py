"""What a person changes about the account, each in a dialog."""

import pytest
from playwright.sync_api import Page, expect

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def open_settings(page: Page, start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    Person(pydash).join()
    page.goto(f"{pydash.base_url}/settings")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()


def test_a_person_changes_the_name_and_makes_a_token(
    page: Page, start_pydash: StartPydash
) -> None:
    open_settings(page, start_pydash)
    page.get_by_role("button", name="Change: Username").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Username").fill("alicia")
    dialog.get_by_role("button", name="Change username").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("main").get_by_text("alicia")).to_be_visible()
    page.get_by_role("button", name="New token").click()
    dialog.get_by_label("Name", exact=True).fill("nightly report")
    dialog.get_by_role("button", name="New token").click()
    expect(dialog.get_by_label("Token", exact=True)).not_to_have_value("")
    dialog.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="Revoke nightly report")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 550})
    assert not page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def test_an_account_is_deleted_by_who_knows_its_password(
    page: Page, start_pydash: StartPydash
) -> None:
    open_settings(page, start_pydash)
    page.get_by_role("button", name="Delete account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password", exact=True).fill("not the password")
    dialog.get_by_role("button", name="Delete account").click()
    expect(dialog.get_by_role("alert")).to_have_text("The password is wrong.")
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Delete account").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
