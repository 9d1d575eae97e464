"""Who has forgotten the password gets another one by mail."""

from datetime import timedelta

import pytest

from pydash_app.errors import InvalidInputError, NotLoggedInError, TooManyRequestsError
from pydash_app.user import request_password_reset, reset_password
from pydash_app.user.credentials import RESET_LIFETIME
from tests.factories import PASSWORD, make_guard
from tests.unit.user.conftest import BASE, Accounts

NEW = "another horse battery"
INSTANT = timedelta(microseconds=1)
HOTEL = "203.0.113.9"


def request(accounts: Accounts, email: str = "alice@example.org") -> list[str]:
    """Ask for a code; all that were mailed so far."""
    request_password_reset(accounts.database, email, public_url=BASE, now=accounts.now)
    return accounts.codes("reset-password")


def reset(accounts: Accounts, code: str, new: str = NEW, *, network: str = HOTEL) -> None:
    guard = make_guard(network, limits=accounts.limits)
    reset_password(accounts.database, code, new, guard=guard, public_url=BASE, now=accounts.now)


def assert_invalid(accounts: Accounts, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        reset(accounts, code)
    assert caught.value.code == "invalid_code"


def test_a_code_changes_the_password_once(accounts: Accounts) -> None:
    accounts.join()
    [code] = request(accounts)
    reset(accounts, code)
    assert accounts.log_in(password=NEW)
    with pytest.raises(NotLoggedInError):
        accounts.log_in()
    assert_invalid(accounts, code)
    assert "Your password was changed" in [subject for _, subject, _ in accounts.mails()]


def test_every_session_and_every_other_code_ends(accounts: Accounts) -> None:
    accounts.join()
    session = accounts.log_in().session_token
    request(accounts)
    first, second = request(accounts)
    reset(accounts, first)
    assert not accounts.holds_session(session)
    assert_invalid(accounts, second)


def test_somebody_elses_request_spoils_nobodys_code(accounts: Accounts) -> None:
    accounts.join()
    [mine] = request(accounts)
    request(accounts)
    reset(accounts, mine)


def test_a_code_works_until_just_before_an_hour_is_over(accounts: Accounts) -> None:
    accounts.join()
    [code] = request(accounts)
    accounts.now += RESET_LIFETIME
    assert_invalid(accounts, code)
    accounts.now -= INSTANT
    reset(accounts, code)


@pytest.mark.parametrize("code", ["", "nonsense", "\ud800", "x" * 10_000])
def test_a_code_that_nobody_sent_is_invalid(accounts: Accounts, code: str) -> None:
    accounts.join()
    assert_invalid(accounts, code)


def test_a_verification_code_resets_nothing(accounts: Accounts) -> None:
    accounts.register()
    assert_invalid(accounts, accounts.codes()[0])


def test_a_weak_password_leaves_the_code_good(accounts: Accounts) -> None:
    accounts.join()
    [code] = request(accounts)
    with pytest.raises(InvalidInputError) as caught:
        reset(accounts, code, "password")
    assert caught.value.fields.keys() == {"new_password"}
    reset(accounts, code)


def test_who_has_the_mail_has_the_address(accounts: Accounts) -> None:
    accounts.register()
    [code] = request(accounts)
    reset(accounts, code)
    assert accounts.log_in(password=NEW)


@pytest.mark.parametrize("email", ["nobody@example.org", "", "no address", "\ud800"])
def test_an_unknown_address_gets_nothing_and_the_caller_no_hint(
    accounts: Accounts, email: str
) -> None:
    accounts.join()
    assert request(accounts, email) == []


def test_one_address_gets_ten_mails_an_hour_whoever_asks(accounts: Accounts) -> None:
    accounts.join()
    for email in ("alice@example.org", " ALICE@EXAMPLE.ORG ") * 10:
        request(accounts, email)
    assert len(accounts.mails()) == 10  # with the one of the registration


def test_while_others_guess_the_owner_gets_in_by_mail(accounts: Accounts) -> None:
    accounts.join()
    for i in range(10):
        with pytest.raises(NotLoggedInError):
            accounts.log_in(password="wrong", network=f"198.51.100.{i}")
    with pytest.raises(TooManyRequestsError):
        accounts.log_in(password=PASSWORD, network=HOTEL)
    [code] = request(accounts)
    reset(accounts, code, network=HOTEL)
    assert accounts.log_in(password=NEW, network=HOTEL)
