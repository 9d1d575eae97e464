"""A name that looks like somebody else's is taken; those that looked alike before stay."""

from datetime import datetime

import pytest

from pydash_app import user as users
from pydash_app.database import Database
from pydash_app.errors import AlreadyExistsError, InvalidInputError
from pydash_app.user import repository
from pydash_app.user.entity import User
from tests.unit.user.conftest import Accounts

CYRILLIC = "\u0430lice"


def add(database: Database, name: str, *, now: datetime) -> users.AccountView:
    return users.add_account(
        database, name=name, email=f"{hash(name)}@example.org", password="a long one!", now=now
    )


def put(database: Database, name: str, *, now: datetime) -> str:
    """Keep a user as a PyDash did that knew nothing of looks."""
    user = User(name=name, email=f"{hash(name)}@example.org", password_hash="", now=now)
    database.write(lambda root: root["users"].add(user))
    return user.id


@pytest.mark.parametrize("double", [CYRILLIC, "aIice", "a1ice", "\u0391lice"])
def test_a_name_that_looks_like_another_is_taken(accounts: Accounts, double: str) -> None:
    accounts.register("alice")
    with pytest.raises(AlreadyExistsError) as caught:
        accounts.register(double, email="other@example.org")
    assert (caught.value.code, list(caught.value.fields)) == ("name_taken", ["name"])


def test_operators_cannot_add_one_either(database: Database, now: datetime) -> None:
    add(database, "alice", now=now)
    with pytest.raises(AlreadyExistsError) as caught:
        add(database, CYRILLIC, now=now)
    assert caught.value.code == "name_taken"


def rename(database: Database, account: users.AccountView, name: str) -> None:
    database.write(
        lambda root: repository.rename(root, repository.get_by_id(root, str(account.id)), name)
    )


def test_nobody_renames_themselves_to_one(database: Database, now: datetime) -> None:
    add(database, "alice", now=now)
    bob = add(database, "bob", now=now)
    with pytest.raises(AlreadyExistsError):
        rename(database, bob, CYRILLIC)
    rename(database, bob, "B0b")  # which looks like nobody's but their own


def test_a_name_that_was_given_up_is_free(database: Database, now: datetime) -> None:
    alice = add(database, "alice", now=now)
    rename(database, alice, "carol")
    add(database, CYRILLIC, now=now)
    users.delete_account(database, CYRILLIC)
    add(database, "a1ice", now=now)


def test_users_of_an_older_pydash_are_found_and_stay(database: Database, now: datetime) -> None:
    first, second = (put(database, name, now=now) for name in ("alice", CYRILLIC))
    with pytest.raises(AlreadyExistsError):
        add(database, "a1ice", now=now)
    found = database.read(
        lambda root: [repository.get_by_name(root, name).id for name in ("alice", CYRILLIC)]
    )
    assert found == [first, second]
    users.delete_account(database, "alice")
    with pytest.raises(AlreadyExistsError):
        add(database, "alice", now=now)


def test_users_that_an_older_pydash_adds_meanwhile_are_found(
    database: Database, now: datetime
) -> None:
    add(database, "bob", now=now)
    put(database, "alice", now=now)
    with pytest.raises(AlreadyExistsError):
        add(database, CYRILLIC, now=now)


def test_another_table_makes_other_looks(database: Database, now: datetime) -> None:
    add(database, "alice", now=now)
    database.write(lambda root: root["user_ids_by_look"].update({"\0table": "older", "alice": ()}))
    with pytest.raises(AlreadyExistsError):
        add(database, CYRILLIC, now=now)


def test_the_settings_say_so_beside_the_name(accounts: Accounts) -> None:
    accounts.join("alice")
    bob = accounts.join("bob")
    with pytest.raises(InvalidInputError) as caught:
        users.change_settings(
            accounts.database,
            bob,
            {"username": CYRILLIC},
            limits=accounts.limits,
            public_url="https://pydash.example.org",
            now=accounts.now,
        )
    assert (caught.value.code, list(caught.value.fields)) == ("name_taken", ["username"])
