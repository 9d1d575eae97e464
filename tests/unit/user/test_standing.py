"""What the operator decides about an account."""

import pytest

from pydash_app.errors import NotFoundError
from pydash_app.user import make_admin
from tests.unit.user.conftest import Accounts


def test_nobody_is_an_administrator_unless_made_one(accounts: Accounts) -> None:
    accounts.join()
    accounts.join("bob")
    assert not accounts.log_in().user.is_admin
    assert make_admin(accounts.database, "ALICE")
    assert accounts.log_in().user.is_admin
    assert not accounts.log_in("bob").user.is_admin


def test_an_administrator_can_be_made_one_no_more(accounts: Accounts) -> None:
    accounts.join()
    make_admin(accounts.database, "alice")
    assert not make_admin(accounts.database, "alice")
    assert make_admin(accounts.database, "alice", is_admin=False)
    assert not accounts.log_in().user.is_admin


def test_nobody_becomes_an_administrator_by_a_name_that_nobody_has(accounts: Accounts) -> None:
    with pytest.raises(NotFoundError):
        make_admin(accounts.database, "nobody")
