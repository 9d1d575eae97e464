"""What the operator does with accounts."""

import pytest

from pydash_app.dashboard import repository as dashboards
from pydash_app.errors import (
    AlreadyExistsError,
    InvalidInputError,
    NotFoundError,
    NotLoggedInError,
)
from pydash_app.user import (
    AccountView,
    Revoked,
    add_account,
    delete_account,
    list_accounts,
    mark_verified,
    set_password,
)
from tests.factories import PASSWORD, make_dashboard
from tests.unit.user.conftest import BASE, Accounts


def add(
    accounts: Accounts, name: str = "dora", email: str = "dora@example.org", **options: bool
) -> AccountView:
    return add_account(
        accounts.database,
        name=name,
        email=email,
        password=PASSWORD,
        now=accounts.now,
        **options,
    )


def test_an_added_account_can_log_in_at_once_and_no_mail_is_sent(accounts: Accounts) -> None:
    assert not add(accounts).is_admin
    assert accounts.log_in("dora").user.name == "dora"
    assert accounts.mails() == []


def test_an_administrator_can_be_added(accounts: Accounts) -> None:
    assert add(accounts, is_admin=True).is_admin
    assert accounts.log_in("dora").user.is_admin


@pytest.mark.parametrize(
    ("name", "email"), [("DORA", "other@example.org"), ("other", "Dora@Example.org")]
)
def test_a_name_or_address_that_is_taken_is_refused(
    accounts: Accounts, name: str, email: str
) -> None:
    add(accounts)
    with pytest.raises(AlreadyExistsError):
        add(accounts, name, email)
    assert len(list_accounts(accounts.database, now=accounts.now)) == 1


def test_a_weak_password_is_refused_from_the_operator_too(accounts: Accounts) -> None:
    accounts.join()
    with pytest.raises(InvalidInputError):
        set_password(accounts.database, "alice", "password", public_url=BASE, now=accounts.now)


def test_everybody_is_listed_with_what_they_have(accounts: Accounts) -> None:
    alice = accounts.join()
    accounts.register("bob", email="bob@example.org")
    make_dashboard(accounts.database, owner_id=alice, now=accounts.now)
    listed = {
        account.name: account for account in list_accounts(accounts.database, now=accounts.now)
    }
    assert (listed["alice"].dashboard_count, listed["alice"].session_count) == (1, 1)
    assert listed["alice"].is_verified
    assert not listed["bob"].is_verified


def test_whom_the_operator_verifies_can_log_in_and_the_mailed_code_is_used_up(
    accounts: Accounts,
) -> None:
    accounts.register()
    (code,) = accounts.codes()
    assert mark_verified(accounts.database, "alice")
    assert not mark_verified(accounts.database, "alice")
    assert accounts.log_in()
    with pytest.raises(InvalidInputError):
        accounts.verify(code)


def test_another_password_ends_every_session(accounts: Accounts) -> None:
    accounts.join()
    session = accounts.log_in().session_token
    ended = set_password(
        accounts.database, "alice", "another good password", public_url=BASE, now=accounts.now
    )
    assert ended == Revoked(session_count=2, token_count=0)
    assert not accounts.holds_session(session)
    with pytest.raises(NotLoggedInError):
        accounts.log_in()
    assert accounts.log_in(password="another good password")


def test_deleting_takes_dashboards_along_and_leaves_others_alone(accounts: Accounts) -> None:
    alice, bob = accounts.join(), accounts.join("bob")
    make_dashboard(accounts.database, owner_id=alice, now=accounts.now)
    kept = make_dashboard(accounts.database, owner_id=bob, now=accounts.now)
    assert delete_account(accounts.database, "alice") == 1
    assert accounts.database.read(dashboards.list_ids) == [str(kept)]
    assert [account.name for account in list_accounts(accounts.database, now=accounts.now)] == [
        "bob"
    ]
    with pytest.raises(NotFoundError):
        delete_account(accounts.database, "alice")
