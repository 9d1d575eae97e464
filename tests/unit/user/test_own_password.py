"""A user who is logged in changes the password, or deletes the account."""

from uuid import UUID, uuid4

import pytest

from pydash_app.errors import (
    InvalidInputError,
    NotLoggedInError,
    TooManyRequestsError,
    VanishedError,
)
from pydash_app.user import (
    change_password,
    create_token,
    delete,
    find_by_token,
    request_password_reset,
)
from tests.factories import PASSWORD, make_dashboard
from tests.unit.user.conftest import BASE, Accounts

NEW = "another horse battery"


def change(
    accounts: Accounts,
    user_id: UUID,
    *,
    current: str = PASSWORD,
    new: str = NEW,
    session_token: str | None = None,
) -> str | None:
    return change_password(
        accounts.database,
        user_id,
        current=current,
        new=new,
        session_token=session_token,
        limits=accounts.limits,
        public_url=BASE,
        now=accounts.now,
    )


def delete_account(accounts: Accounts, user_id: UUID, password: str = PASSWORD) -> None:
    delete(accounts.database, user_id, password, limits=accounts.limits, now=accounts.now)


def test_only_the_new_password_counts_and_a_mail_says_so(accounts: Accounts) -> None:
    user_id = accounts.join()
    change(accounts, user_id)
    assert accounts.log_in(password=NEW)
    with pytest.raises(NotLoggedInError):
        accounts.log_in()
    [code] = accounts.codes("undo")
    notice = ("alice@example.org", "Your password was changed", f"{BASE}/undo/{code}")
    assert notice in accounts.mails()


def test_every_session_ends_but_the_one_that_asks(accounts: Accounts) -> None:
    user_id = accounts.join()
    own, other = accounts.log_in().session_token, accounts.log_in().session_token
    renewed = change(accounts, user_id, session_token=own)
    assert renewed is not None
    assert accounts.holds_session(renewed)
    assert not accounts.holds_session(own)
    assert not accounts.holds_session(other)


def test_asked_with_a_token_every_session_ends(accounts: Accounts) -> None:
    user_id = accounts.join()
    session = accounts.log_in().session_token
    change(accounts, user_id)
    assert not accounts.holds_session(session)


def test_codes_that_were_mailed_before_count_no_more(accounts: Accounts) -> None:
    user_id = accounts.join()
    request_password_reset(
        accounts.database,
        "alice@example.org",
        public_url=BASE,
        now=accounts.now,
    )
    change(accounts, user_id)
    assert accounts.purposes() == {"undo"}


@pytest.mark.parametrize("new", ["short", "password", "x" * 1025])
def test_a_weak_password_is_refused(accounts: Accounts, new: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        change(accounts, accounts.join(), new=new)
    assert caught.value.fields.keys() == {"new_password"}
    assert accounts.log_in()


@pytest.mark.parametrize("act", [change, delete_account])
def test_who_found_an_open_browser_may_guess_ten_times(accounts: Accounts, act: object) -> None:
    user_id = accounts.join()
    argument = {"current": "wrong"} if act is change else {"password": "wrong"}
    for _ in range(10):
        with pytest.raises(NotLoggedInError) as caught:
            act(accounts, user_id, **argument)  # type: ignore[operator]
        assert caught.value.code == "wrong_password"
    with pytest.raises(TooManyRequestsError):
        act(accounts, user_id)  # type: ignore[operator]
    assert accounts.log_in(network="198.51.100.7")


def test_nothing_is_left_of_a_deleted_account(accounts: Accounts) -> None:
    user_id, bob_id = accounts.join(), accounts.join("bob")
    accounts.log_in()
    made = create_token(
        accounts.database,
        user_id,
        name="x",
        scope="read",
        expires_at=None,
        public_url=BASE,
        now=accounts.now,
    )
    bobs = make_dashboard(accounts.database, owner_id=bob_id, now=accounts.now)
    for _ in range(2):
        make_dashboard(accounts.database, owner_id=user_id, now=accounts.now)
    request_password_reset(
        accounts.database,
        "alice@example.org",
        public_url=BASE,
        now=accounts.now,
    )
    delete_account(accounts, user_id)
    rooms = accounts.database.read(
        lambda root: {
            "users": [user.name for user in root["users"]],
            "sessions": {session.user_id for session in root["sessions"].values()},
            "dashboards": [dashboard.id for dashboard in root["dashboards"]],
            "owners": list(root["dashboard_ids_by_owner"]),
            "measurements": list(root["measurements"]),
            "tokens": [token.id for token in root["api_tokens"]],
            "token owners": list(root["token_ids_by_owner"]),
            "codes": list(root["mailed_codes"]),
            "code owners": list(root["code_digests_by_owner"]),
            "addresses": list(root["known_addresses"]),
        }
    )
    bob = str(bob_id)
    assert rooms == {
        "users": ["bob"],
        "sessions": {bob},
        "dashboards": [str(bobs)],
        "owners": [bob],
        "measurements": [str(bobs)],
        "tokens": [],
        "token owners": [],
        "codes": [],
        "code owners": [],
        "addresses": [bob],
    }
    assert find_by_token(accounts.database, made.token, now=accounts.now) is None
    accounts.register()  # the name and the address are free again


@pytest.mark.parametrize("act", [change, delete_account])
def test_an_account_that_is_gone_is_told_so(accounts: Accounts, act: object) -> None:
    with pytest.raises(VanishedError) as caught:
        act(accounts, uuid4())  # type: ignore[operator]
    assert caught.value.code == "user_not_found"
