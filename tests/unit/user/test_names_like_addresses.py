"""Nobody takes another's e-mail address for a name, and nobody who has one shuts its owner out."""

from datetime import datetime

import pytest

from pydash_app.database import Database
from pydash_app.errors import InvalidInputError, NotAllowedError, NotLoggedInError
from pydash_app.user import (
    AccountView,
    add_account,
    change_settings,
    repository,
)
from pydash_app.user.entity import User
from pydash_app.user.services.passwords import hash_password
from tests.factories import PASSWORD, make_limits
from tests.unit.user.conftest import BASE, Accounts

ALICE = "alice@example.org"
OTHER_PASSWORD = "another long one"

SPELLINGS = [
    ALICE,
    "ALICE@Example.ORG",
    "alice\uff20example.org",
    "alice\ufe6bexample.org",
    "\uff41lice@example.org",
    "\u0430lice@example.org",
    f" {ALICE}\n",
    "alice@elsewhere.example.org",
    "@alice",
    "alice@",
]
"""Alice's, in other cases and widths, with a Cyrillic letter; others', and what is none."""


def add(database: Database, name: str, email: str, *, now: datetime) -> AccountView:
    return add_account(database, name=name, email=email, password=OTHER_PASSWORD, now=now)


def rename(accounts: Accounts, account: AccountView, name: str) -> list[str]:
    change = change_settings(
        accounts.database,
        account.id,
        {"username": name},
        limits=make_limits(),
        public_url=BASE,
        now=accounts.now,
    )
    return list(change.changed)


def put(accounts: Accounts, name: str, email: str, *, is_verified: bool = True) -> str:
    """Keep a user as an older PyDash did, which looked at no name for an @."""
    user = User(
        name=name, email=email, password_hash=hash_password(OTHER_PASSWORD), now=accounts.now
    )
    user.is_verified = is_verified
    accounts.database.write(lambda root: repository.add(root, user))
    return user.id


@pytest.mark.parametrize("has_account", [True, False])
@pytest.mark.parametrize("name", SPELLINGS)
def test_nobody_registers_with_such_a_name(
    accounts: Accounts, name: str, has_account: bool
) -> None:
    if has_account:
        add(accounts.database, "alice", ALICE, now=accounts.now)
    with pytest.raises(InvalidInputError, match="without @") as caught:
        accounts.register(name, email="mallory@example.org")
    assert list(caught.value.fields) == ["name"]
    assert accounts.mails() == []


@pytest.mark.parametrize("name", SPELLINGS)
def test_operators_add_nobody_with_such_a_name(accounts: Accounts, name: str) -> None:
    with pytest.raises(InvalidInputError, match="without @"):
        add(accounts.database, name, "mallory@example.org", now=accounts.now)


@pytest.mark.parametrize("name", SPELLINGS)
def test_nobody_renames_themselves_to_one(accounts: Accounts, name: str) -> None:
    mallory = add(accounts.database, "mallory", "mallory@example.org", now=accounts.now)
    with pytest.raises(InvalidInputError, match="without @") as caught:
        rename(accounts, mallory, name)
    assert list(caught.value.fields) == ["username"]
    assert accounts.database.read(lambda root: repository.find_by_name(root, name)) is None


def test_the_own_address_may_be_the_name(accounts: Accounts) -> None:
    bob = add(accounts.database, "Bob@Example.org", "bob@example.org", now=accounts.now)
    assert rename(accounts, bob, "bob") == ["username"]
    assert rename(accounts, bob, "bob@example.org") == ["username"]
    assert accounts.log_in("bob@example.org", OTHER_PASSWORD).user.id == bob.id


def test_an_address_that_is_not_proved_yet_is_not_the_own_one(accounts: Accounts) -> None:
    bob = add(accounts.database, "bob", "bob@example.org", now=accounts.now)
    with pytest.raises(InvalidInputError, match="without @"):
        change_settings(
            accounts.database,
            bob.id,
            {"username": ALICE, "email": ALICE},
            limits=make_limits(),
            public_url=BASE,
            now=accounts.now,
        )


def test_an_older_name_stays_when_the_settings_send_it_again(accounts: Accounts) -> None:
    put(accounts, ALICE, "mallory@example.org")
    mallory = accounts.log_in("mallory@example.org", OTHER_PASSWORD).user
    change = change_settings(
        accounts.database,
        mallory.id,
        {"username": ALICE, "theme": "dark"},
        limits=make_limits(),
        public_url=BASE,
        now=accounts.now,
    )
    assert change.changed == ["theme"]


@pytest.mark.parametrize("typed", [ALICE, "ALICE@Example.ORG", f" {ALICE} "])
def test_whose_the_address_is_gets_in_with_it(accounts: Accounts, typed: str) -> None:
    alice = accounts.join()
    put(accounts, ALICE, "mallory@example.org")
    assert accounts.log_in(typed).user.id == alice
    with pytest.raises(NotLoggedInError):
        accounts.log_in(typed, OTHER_PASSWORD)
    assert str(accounts.log_in("mallory@example.org", OTHER_PASSWORD).user.id) != str(alice)


def test_who_only_claims_an_address_shuts_nobody_out(accounts: Accounts) -> None:
    named = put(accounts, ALICE, "mallory@example.org")
    put(accounts, "alice", ALICE, is_verified=False)
    assert str(accounts.log_in(ALICE, OTHER_PASSWORD).user.id) == named


def test_who_has_not_proved_an_address_that_nobody_is_called_hears_so(accounts: Accounts) -> None:
    accounts.register()
    with pytest.raises(NotAllowedError) as caught:
        accounts.log_in(ALICE, PASSWORD)
    assert caught.value.code == "not_verified"
