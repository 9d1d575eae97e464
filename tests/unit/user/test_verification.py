from datetime import timedelta

import pytest

from pydash_app.errors import InvalidInputError
from tests.unit.user.conftest import Accounts

DAY = timedelta(hours=24)
INSTANT = timedelta(microseconds=1)


def assert_invalid(accounts: Accounts, code: str, *, after: timedelta = timedelta(0)) -> None:
    with pytest.raises(InvalidInputError) as caught:
        accounts.verify(code, after=after)
    assert caught.value.code == "invalid_code"


def test_a_code_verifies_once(accounts: Accounts) -> None:
    accounts.register()
    [code] = accounts.codes()
    accounts.verify(code)
    assert accounts.log_in().user.name == "alice"
    assert_invalid(accounts, code)


def test_a_code_works_until_just_before_a_day_is_over(accounts: Accounts) -> None:
    accounts.register()
    [code] = accounts.codes()
    assert_invalid(accounts, code, after=DAY)
    accounts.verify(code, after=DAY - INSTANT)


@pytest.mark.parametrize("code", ["", "nonsense", "\ud800", "x" * 10_000])
def test_a_code_that_nobody_sent_is_invalid(accounts: Accounts, code: str) -> None:
    accounts.register()
    assert_invalid(accounts, code)


def test_a_new_code_replaces_the_old_one(accounts: Accounts) -> None:
    accounts.register()
    [old] = accounts.codes()
    later = timedelta(hours=30)
    accounts.resend("Alice@Example.org", after=later)
    [new] = [code for code in accounts.codes() if code != old]
    assert_invalid(accounts, old)
    accounts.verify(new, after=later + DAY - INSTANT)


@pytest.mark.parametrize("typed", [" alice@bücher.example ", "ALICE@xn--bcher-kva.example"])
def test_an_address_is_found_however_it_is_written(accounts: Accounts, typed: str) -> None:
    accounts.register(email="alice@bücher.example")
    accounts.resend(typed)
    assert len(accounts.codes()) == 2


@pytest.mark.parametrize("email", ["nobody@example.org", "", "no address", "\ud800"])
def test_an_unknown_address_gets_nothing_and_the_caller_no_hint(
    accounts: Accounts, email: str
) -> None:
    accounts.register()
    accounts.resend(email)
    assert len(accounts.mails()) == 1


def test_a_verified_address_gets_no_other_code(accounts: Accounts) -> None:
    accounts.register()
    accounts.verify(accounts.codes()[0])
    accounts.resend("alice@example.org")
    assert len(accounts.mails()) == 1
