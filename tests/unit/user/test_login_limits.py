"""Guessers are slowed down; owners get in."""

from collections import Counter
from datetime import timedelta

import pytest

from pydash_app.errors import NotLoggedInError, TooManyRequestsError
from pydash_app.user.credential_repository import MOST_KNOWN_ADDRESSES
from pydash_app.user.services import login
from tests.factories import PASSWORD, make_limits
from tests.unit.user.conftest import Accounts

HOME = "192.0.2.1"


WRONG = "a wrong password"


def outcome(
    accounts: Accounts, name: str = "alice", password: str = WRONG, *, network: str = HOME
) -> str:
    try:
        accounts.log_in(name, password, network=network)
    except NotLoggedInError:
        return "wrong"
    except TooManyRequestsError:
        return "too many"
    return "in"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compares passwords without the slow hash, whose tests are elsewhere."""
    monkeypatch.setattr(
        login, "is_right", lambda stored, given: stored is not None and given == PASSWORD
    )


def test_ten_wrong_passwords_from_strange_addresses_are_the_most(accounts: Accounts) -> None:
    accounts.join()
    outcomes = [outcome(accounts, network=f"198.51.100.{i}") for i in range(12)]
    assert outcomes == ["wrong"] * 10 + ["too many"] * 2


@pytest.mark.usefixtures("quick")
def test_ten_thousand_guesses_from_a_hundred_addresses_come_to_ten(accounts: Accounts) -> None:
    accounts.join()
    guesses = Counter(outcome(accounts, network=f"198.51.100.{i % 100}") for i in range(10_000))
    assert guesses == {"wrong": 10, "too many": 9_990}
    assert outcome(accounts, password=PASSWORD, network="198.51.100.1") == "too many"
    assert outcome(accounts, password=PASSWORD, network=HOME) == "in"


@pytest.mark.usefixtures("quick")
def test_in_no_quarter_of_an_hour_more_than_ten_pass(accounts: Accounts) -> None:
    accounts.join()
    start, passed = accounts.now, []
    for second in range(0, 7200, 20):
        accounts.now = start + timedelta(seconds=second)
        if outcome(accounts, network=f"198.51.100.{second // 20 % 250}") == "wrong":
            passed.append(second)
    busiest = max(sum(0 <= later - first < 900 for later in passed) for first in passed)
    assert busiest == 10


@pytest.mark.usefixtures("quick")
def test_a_name_that_nobody_has_is_counted_like_any_other(accounts: Accounts) -> None:
    accounts.join()
    for name in ("alice", "nobody"):
        outcomes = [outcome(accounts, name, network=f"198.51.100.{i}") for i in range(11)]
        assert outcomes == ["wrong"] * 10 + ["too many"]


@pytest.mark.usefixtures("quick")
def test_however_the_name_is_written_it_is_one_account(accounts: Accounts) -> None:
    accounts.join()
    names = ["alice", "ALICE", "Ａlice", "aLice"] * 3
    outcomes = [outcome(accounts, name, network=f"198.51.100.{i}") for i, name in enumerate(names)]
    assert outcomes.count("wrong") == 10


@pytest.mark.usefixtures("quick")
def test_an_address_may_be_wrong_a_hundred_times_an_hour(accounts: Accounts) -> None:
    outcomes = [outcome(accounts, f"name {i}", network="198.51.100.1") for i in range(102)]
    assert outcomes == ["wrong"] * 100 + ["too many"] * 2


@pytest.mark.usefixtures("quick")
def test_right_passwords_are_not_counted(accounts: Accounts) -> None:
    accounts.join()
    assert {outcome(accounts, password=PASSWORD, network="198.51.100.1") for _ in range(150)} == {
        "in"
    }


@pytest.mark.usefixtures("quick")
def test_a_neighbour_at_the_owners_address_does_not_lock_her_out(accounts: Accounts) -> None:
    accounts.join()
    for i in range(150):
        outcome(accounts, f"name {i}", network=HOME)
    assert outcome(accounts, password=PASSWORD, network=HOME) == "in"


@pytest.mark.usefixtures("quick")
def test_from_a_known_address_too_guesses_come_to_an_end(accounts: Accounts) -> None:
    accounts.join()
    guesses = Counter(outcome(accounts, network=HOME) for _ in range(150))
    assert guesses == {"wrong": 100, "too many": 50}


@pytest.mark.usefixtures("quick")
def test_the_address_that_was_used_longest_ago_is_forgotten(accounts: Accounts) -> None:
    accounts.limits = make_limits(limit_logins_account=1)
    accounts.join()  # at home
    for i in range(MOST_KNOWN_ADDRESSES):
        accounts.now += timedelta(seconds=1)
        assert outcome(accounts, password=PASSWORD, network=f"198.51.100.{i}") == "in"
    outcome(accounts, network="203.0.113.1")  # somebody's guess: now only known addresses count
    assert outcome(accounts, password=PASSWORD, network=HOME) == "too many"
    assert outcome(accounts, password=PASSWORD, network="198.51.100.0") == "in"


@pytest.mark.usefixtures("quick")
def test_however_an_address_is_written_it_is_one_account(accounts: Accounts) -> None:
    accounts.register(email="alice@m\u00fcnchen.example")
    spellings = ["alice@m\u00fcnchen.example", "ALICE@xn--mnchen-3ya.example"]
    outcomes = [outcome(accounts, name=spellings[i % 2]) for i in range(12)]
    assert outcomes == ["wrong"] * 10 + ["too many"] * 2
