"""A change that the owner did not make is taken back, whoever holds the account by then."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from pydash_app.errors import InvalidInputError, NotLoggedInError
from pydash_app.user import (
    change_password,
    change_settings,
    create_token,
    find_by_token,
    request_password_reset,
    reset_password,
    undo,
)
from pydash_app.user import repository as users
from pydash_app.user.credentials import UNDO_LIFETIME
from tests.factories import PASSWORD, make_guard
from tests.unit.user.conftest import BASE, Accounts

OWNER, THIEF = "alice@example.org", "thief@example.org"
NEW = "another horse battery"


def take_back(accounts: Accounts, code: str) -> str:
    return undo(accounts.database, code, public_url=BASE, now=accounts.now)


def settings(accounts: Accounts, user_id: UUID, **wanted: Any) -> None:
    change_settings(
        accounts.database,
        user_id,
        wanted,
        limits=accounts.limits,
        public_url=BASE,
        now=accounts.now,
    )


def move(accounts: Accounts, user_id: UUID, email: str) -> None:
    known = set(accounts.codes(to=email))
    settings(accounts, user_id, email=email)
    (code,) = set(accounts.codes(to=email)) - known
    accounts.verify(code)


def reset_by_mail(accounts: Accounts, email: str, new: str = NEW) -> None:
    request_password_reset(accounts.database, email, public_url=BASE, now=accounts.now)
    guard = make_guard(limits=accounts.limits)
    code = accounts.codes("reset-password", to=email)[-1]
    reset_password(accounts.database, code, new, guard=guard, public_url=BASE, now=accounts.now)


def email_of(accounts: Accounts, user_id: UUID) -> str:
    return accounts.database.read(lambda root: users.get_by_id(root, str(user_id)).email)


def test_who_moved_and_reset_the_account_loses_it_to_its_owner(accounts: Accounts) -> None:
    alice = accounts.join()
    move(accounts, alice, THIEF)
    reset_by_mail(accounts, THIEF)
    thiefs = accounts.log_in(password=NEW).session_token
    assert take_back(accounts, accounts.codes("undo", to=OWNER)[-1]) == "email"
    assert email_of(accounts, alice) == OWNER
    assert not accounts.holds_session(thiefs)
    for password in (PASSWORD, NEW):
        with pytest.raises(NotLoggedInError):
            accounts.log_in(password=password)
    [code] = accounts.codes("reset-password", to=OWNER)
    guard = make_guard(limits=accounts.limits)
    reset_password(
        accounts.database, code, PASSWORD, guard=guard, public_url=BASE, now=accounts.now
    )
    assert accounts.log_in()


def test_the_older_address_beats_the_younger_in_either_order(accounts: Accounts) -> None:
    alice = accounts.join()
    move(accounts, alice, THIEF)
    move(accounts, alice, "second@example.org")
    owners, thiefs = (accounts.codes("undo", to=to)[-1] for to in (OWNER, THIEF))
    take_back(accounts, thiefs)
    assert email_of(accounts, alice) == THIEF
    take_back(accounts, owners)
    assert email_of(accounts, alice) == OWNER
    for code in accounts.codes("undo", to=THIEF):
        with pytest.raises(InvalidInputError):
            take_back(accounts, code)


def test_an_owner_who_reset_is_not_undone_by_a_later_holder(accounts: Accounts) -> None:
    alice = accounts.join()
    move(accounts, alice, THIEF)
    move(accounts, alice, OWNER)
    reset_by_mail(accounts, OWNER)
    for code in accounts.codes("undo", to=THIEF):
        with pytest.raises(InvalidInputError):
            take_back(accounts, code)
    assert accounts.log_in(password=NEW)


def test_a_thief_in_a_session_can_not_void_the_owners_codes(accounts: Accounts) -> None:
    alice = accounts.join()
    settings(accounts, alice, email=THIEF)
    [code] = accounts.codes("undo", to=OWNER)
    for i in range(20):
        settings(accounts, alice, username=f"alice {i}")
    settings(accounts, alice, email=OWNER)
    assert take_back(accounts, code) == "email"


def test_undoing_a_password_ends_everything_and_mails_a_code(accounts: Accounts) -> None:
    alice = accounts.join()
    session = accounts.log_in().session_token
    made = create_token(
        accounts.database,
        alice,
        name="x",
        scope="read",
        expires_at=None,
        public_url=BASE,
        now=accounts.now,
    )
    change_password(
        accounts.database,
        alice,
        current=PASSWORD,
        new=NEW,
        session_token=session,
        limits=accounts.limits,
        public_url=BASE,
        now=accounts.now,
    )
    [code] = accounts.codes("undo", subject="Your password was changed")
    assert take_back(accounts, code) == "password"
    assert find_by_token(accounts.database, made.token, now=accounts.now) is None
    with pytest.raises(NotLoggedInError):
        accounts.log_in(password=NEW)
    assert len(accounts.codes("reset-password")) == 1


def test_undoing_a_name_brings_the_former_back(accounts: Accounts) -> None:
    settings(accounts, accounts.join(), username="mallory")
    [code] = accounts.codes("undo")
    assert take_back(accounts, code) == "name"
    assert accounts.log_in("alice").user.name == "alice"


def test_a_name_that_was_taken_meanwhile_is_not_brought_back(accounts: Accounts) -> None:
    settings(accounts, accounts.join(), username="mallory")
    accounts.register("alice", email="other@example.org")
    [code] = accounts.codes("undo")
    with pytest.raises(InvalidInputError) as caught:
        take_back(accounts, code)
    assert caught.value.code == "name_taken"
    assert accounts.log_in("mallory")


def test_undoing_a_token_deletes_it_alone(accounts: Accounts) -> None:
    alice = accounts.join()
    first, second = (
        create_token(
            accounts.database,
            alice,
            name=name,
            scope="write",
            expires_at=None,
            public_url=BASE,
            now=accounts.now,
        ).token
        for name in ("first", "second")
    )
    assert take_back(accounts, accounts.codes("undo")[0]) == "token"
    living = [find_by_token(accounts.database, one, now=accounts.now) for one in (first, second)]
    assert sorted(found is not None for found in living) == [False, True]
    assert accounts.log_in()


def test_a_code_works_once_until_seven_days_are_over(accounts: Accounts) -> None:
    settings(accounts, accounts.join(), username="mallory")
    [code] = accounts.codes("undo")
    accounts.now += UNDO_LIFETIME
    with pytest.raises(InvalidInputError):
        take_back(accounts, code)
    accounts.now -= timedelta(microseconds=1)
    take_back(accounts, code)
    with pytest.raises(InvalidInputError):
        take_back(accounts, code)


@pytest.mark.parametrize("is_verified", [False, True])
def test_an_address_that_another_account_has_by_now(
    accounts: Accounts, *, is_verified: bool
) -> None:
    alice = accounts.join()
    move(accounts, alice, THIEF)
    code = accounts.codes("undo", to=OWNER)[-1]
    known = set(accounts.codes(to=OWNER))
    accounts.register("mallory", email=OWNER)
    (verification,) = set(accounts.codes(to=OWNER)) - known
    if not is_verified:
        take_back(accounts, code)
        assert email_of(accounts, alice) == OWNER
        return
    accounts.verify(verification)
    with pytest.raises(InvalidInputError) as caught:
        take_back(accounts, code)
    assert caught.value.code == "address_taken"
    assert email_of(accounts, alice) == THIEF
