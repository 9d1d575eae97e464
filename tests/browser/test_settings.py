"""What a person changes about the account, each in a dialog."""

import pytest
from playwright.sync_api import Page, expect

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.processes]


NEW_PASSWORD = "an altogether different battery"


def open_settings(page: Page, start_pydash: StartPydash) -> RunningPydash:
    pydash = start_pydash()
    Person(pydash).join()
    page.goto(f"{pydash.base_url}/settings")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    return pydash


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


def test_a_new_address_counts_once_its_link_was_opened(
    page: Page, start_pydash: StartPydash
) -> None:
    pydash = open_settings(page, start_pydash)
    mails = len(pydash.mail_links())
    page.get_by_role("button", name="Change: E-mail").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("alice@new.example.org")
    dialog.get_by_role("button", name="Change e-mail").click()
    expect(dialog).to_be_hidden()
    main = page.get_by_role("main")
    expect(main.get_by_text("alice@new.example.org counts as soon as")).to_be_visible()
    link = wait_until(
        lambda: pydash.mail_links()[mails:], timeout_s=10, what="the mail to the new address"
    )[-1]
    page.goto(link)
    # Nobody has registered in this browser: the link takes a click.
    page.get_by_role("button", name="Yes, verify my address").click()
    expect(page.get_by_role("heading", name="Your account is verified")).to_be_visible()
    page.goto(f"{pydash.base_url}/settings")
    expect(main.get_by_text("alice@new.example.org", exact=True)).to_be_visible()


def test_a_new_password_is_the_only_one(page: Page, start_pydash: StartPydash) -> None:
    open_settings(page, start_pydash)
    page.get_by_role("button", name="Change password").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Current password", exact=True).fill(PASSWORD)
    dialog.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    expect(dialog.get_by_text("This one is strong.")).to_be_visible()
    dialog.get_by_role("button", name="Change password").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Dashboards", level=1)).to_be_visible()


def test_the_theme_stays_in_this_browser_and_follows_to_another(
    page: Page, start_pydash: StartPydash
) -> None:
    pydash = open_settings(page, start_pydash)
    page.get_by_role("radio", name="Dark").check()
    document = page.locator("html")
    expect(document).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(document).to_have_attribute("data-theme", "dark")
    wait_until(
        lambda: page.request.get(f"{pydash.base_url}/api/user").json()["theme"] == "dark",
        timeout_s=10,
        what="the account knows the theme",
    )
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(document).to_have_attribute("data-theme", "dark")
