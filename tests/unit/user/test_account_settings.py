"""A user changes name, address, theme and sounds."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from pydash_app.errors import InvalidInputError, TooManyRequestsError
from pydash_app.user import SettingsChange, UserView, change_settings, request_password_reset
from pydash_app.user import repository as users
from tests.unit.user.conftest import BASE, Accounts

NEW = "alice@new.example"


def change(accounts: Accounts, user_id: UUID, **wanted: Any) -> SettingsChange:
    return change_settings(
        accounts.database,
        user_id,
        wanted,
        limits=accounts.limits,
        public_url=BASE,
        now=accounts.now,
    )


def view(accounts: Accounts, user_id: UUID) -> UserView:
    return accounts.database.read(lambda root: UserView.of(users.get_by_id(root, str(user_id))))


def subjects_to(accounts: Accounts, email: str) -> list[str]:
    return [subject for to, subject, _ in accounts.mails() if to == email]


def test_what_differs_is_changed_and_named(accounts: Accounts) -> None:
    alice = accounts.join()
    change_made = change(accounts, alice, theme="dark", play_sounds=False, username="Alicia")
    assert change_made == SettingsChange(["username", "theme"], None)
    assert (view(accounts, alice).name, view(accounts, alice).theme) == ("Alicia", "dark")
    assert accounts.log_in("alicia")
    assert change(accounts, alice) == SettingsChange([], None)


def test_a_name_may_change_its_case(accounts: Accounts) -> None:
    alice = accounts.join()
    assert change(accounts, alice, username="ALICE").changed == ["username"]


def test_a_taken_name_changes_nothing_at_all(accounts: Accounts) -> None:
    alice = accounts.join()
    accounts.join("bob")
    with pytest.raises(InvalidInputError) as caught:
        change(accounts, alice, theme="dark", username="BOB")
    assert (caught.value.code, list(caught.value.fields)) == ("name_taken", ["username"])
    assert (view(accounts, alice).name, view(accounts, alice).theme) == ("alice", "system")
    assert accounts.log_in()


@pytest.mark.parametrize(
    ("wanted", "field"), [({"username": " "}, "username"), ({"email": "no address"}, "email")]
)
def test_what_can_not_be_used_names_its_field(
    accounts: Accounts, wanted: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        change(accounts, accounts.join(), **wanted)
    assert caught.value.fields.keys() == {field}


def test_a_new_address_counts_once_it_is_verified(accounts: Accounts) -> None:
    alice = accounts.join()
    assert change(accounts, alice, email=NEW) == SettingsChange(["email"], NEW)
    assert (view(accounts, alice).email, view(accounts, alice).pending_email) == (
        "alice@example.org",
        NEW,
    )
    assert "Your e-mail address is about to change" in subjects_to(accounts, "alice@example.org")
    accounts.verify(accounts.codes(to=NEW)[0])
    assert (view(accounts, alice).email, view(accounts, alice).pending_email) == (NEW, None)
    assert "Your e-mail address was changed" in subjects_to(accounts, "alice@example.org")


def test_a_code_for_an_address_works_once_for_a_day_and_only_the_newest(
    accounts: Accounts,
) -> None:
    alice = accounts.join()
    change(accounts, alice, email="first@new.example")
    change(accounts, alice, email=NEW)
    [first] = accounts.codes(to="first@new.example")
    [second] = accounts.codes(to=NEW)
    for code, after in ((first, timedelta(0)), (second, timedelta(hours=24))):
        with pytest.raises(InvalidInputError):
            accounts.verify(code, after=after)
    accounts.verify(second)
    with pytest.raises(InvalidInputError):
        accounts.verify(second)


def test_the_old_address_again_takes_the_change_back(accounts: Accounts) -> None:
    alice = accounts.join()
    change(accounts, alice, email=NEW)
    assert change(accounts, alice, email="alice@example.org") == SettingsChange(["email"], None)
    with pytest.raises(InvalidInputError):
        accounts.verify(accounts.codes(to=NEW)[0])
    assert change(accounts, alice, email="alice@example.org") == SettingsChange([], None)


def test_somebody_elses_address_looks_like_any_other_and_they_are_told(
    accounts: Accounts,
) -> None:
    alice = accounts.join()
    accounts.join("bob")
    assert change(accounts, alice, email="bob@example.org") == SettingsChange(
        ["email"], "bob@example.org"
    )
    assert "You have an account already" in subjects_to(accounts, "bob@example.org")
    assert len(accounts.codes(to="bob@example.org")) == 1  # the one of his registration


def test_an_address_that_was_taken_meanwhile_is_refused(accounts: Accounts) -> None:
    alice = accounts.join()
    change(accounts, alice, email="bob@example.org")
    [code] = accounts.codes(to="bob@example.org")
    accounts.join("bob")
    with pytest.raises(InvalidInputError) as caught:
        accounts.verify(code)
    assert caught.value.code == "invalid_code"


def test_codes_that_went_to_the_old_address_end_with_it(accounts: Accounts) -> None:
    alice = accounts.join()
    request_password_reset(
        accounts.database,
        "alice@example.org",
        public_url=BASE,
        now=accounts.now,
    )
    change(accounts, alice, email=NEW)
    accounts.verify(accounts.codes(to=NEW)[0])
    assert accounts.purposes() == {"undo"}


def test_nobody_has_more_than_ten_strangers_mailed_an_hour(accounts: Accounts) -> None:
    alice = accounts.join()
    for i in range(10):
        change(accounts, alice, email=f"stranger-{i}@example.org")
    with pytest.raises(TooManyRequestsError):
        change(accounts, alice, email="one-more@example.org")
    assert change(accounts, alice, theme="light", email="alice@example.org")
