"""What the operator decides about an account."""

from inspect import unwrap

import pytest

from pydash_app.dashboard.services.fetch_records import read_plan
from pydash_app.dashboard.services.schedule_watch import ScheduleWatch
from pydash_app.database import Root
from pydash_app.database.following import Follower
from pydash_app.errors import NotAllowedError, NotFoundError, NotLoggedInError
from pydash_app.settings import Settings
from pydash_app.user import (
    create_token,
    disable,
    disable_for,
    end_sessions,
    find_by_token,
    list_accounts,
    make_admin,
    repository,
    request_password_reset,
)
from tests.factories import make_dashboard
from tests.unit.user.conftest import BASE, Accounts


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


def test_a_disabled_user_is_let_in_nowhere_until_enabled_again(accounts: Accounts) -> None:
    user_id = accounts.join()
    session = accounts.log_in().session_token
    token = create_token(
        accounts.database,
        user_id,
        name="a",
        scope="read",
        expires_at=None,
        public_url=BASE,
        now=accounts.now,
    ).token
    assert disable(accounts.database, "alice")
    assert not disable(accounts.database, "alice")
    assert not accounts.holds_session(session)
    assert find_by_token(accounts.database, token, now=accounts.now) is None
    with pytest.raises(NotAllowedError) as caught:
        accounts.log_in()
    assert caught.value.code == "account_disabled"
    assert disable(accounts.database, "alice", is_disabled=False)
    assert find_by_token(accounts.database, token, now=accounts.now) is not None
    assert accounts.log_in()


def test_a_session_that_is_opened_while_the_user_is_being_disabled_opens_nothing(
    accounts: Accounts,
) -> None:
    accounts.join()
    session = accounts.log_in().session_token

    def flag(root: Root) -> None:
        repository.get_by_name(root, "alice").is_disabled = True

    accounts.database.write(flag)
    assert not accounts.holds_session(session)


def test_only_the_right_password_tells_that_an_account_is_disabled(accounts: Accounts) -> None:
    accounts.join()
    disable(accounts.database, "alice")
    with pytest.raises(NotLoggedInError):
        accounts.log_in(password="another password")


def test_a_disabled_user_gets_no_mail_to_choose_another_password(accounts: Accounts) -> None:
    accounts.join()
    disable(accounts.database, "alice")
    request_password_reset(
        accounts.database,
        "alice@example.org",
        public_url=BASE,
        now=accounts.now,
    )
    assert accounts.codes("reset-password") == []


def test_the_dashboards_of_a_disabled_user_alone_are_paused(accounts: Accounts) -> None:
    alice, bob = accounts.join(), accounts.join("bob")
    hers = make_dashboard(accounts.database, owner_id=alice, now=accounts.now)
    his = make_dashboard(accounts.database, owner_id=bob, now=accounts.now)
    watch = ScheduleWatch(Follower(accounts.database), Settings())
    assert {one.dashboard_id for one in watch.poll().schedules} == {hers, his}
    disable(accounts.database, "alice")
    changes = watch.poll()
    assert (changes.schedules, changes.gone) == ([], {hers})
    plan = read_plan(accounts.database, str(hers), settle_lag_s=15, now=accounts.now)
    assert plan is None
    disable(accounts.database, "alice", is_disabled=False)
    assert [one.dashboard_id for one in watch.poll().schedules] == [hers]


def test_two_administrators_who_disable_each_other_at_once_do_not_both_go(
    accounts: Accounts,
) -> None:
    ids = {name: accounts.join(name) for name in ("alice", "bob")}
    for name in ids:
        make_admin(accounts.database, name)
    end_sessions(accounts.database)  # removing these would be a conflict, too

    def disable_alice(root: Root) -> None:
        unwrap(disable_for)(root, ids["bob"], "alice", is_disabled=True)
        if not meanwhile:
            meanwhile.append(disable_for(accounts.database, ids["alice"], "bob", is_disabled=True))

    meanwhile: list[bool] = []
    with pytest.raises(NotAllowedError) as caught:
        accounts.database.write(disable_alice)
    assert meanwhile == [True]
    assert caught.value.code == "administrators_only"
    disabled = [
        one.name for one in list_accounts(accounts.database, now=accounts.now) if one.is_disabled
    ]
    assert disabled == ["bob"]


def test_an_administrator_does_not_disable_their_own_account(accounts: Accounts) -> None:
    alice_id = accounts.join()
    make_admin(accounts.database, "alice")
    with pytest.raises(NotAllowedError) as caught:
        disable_for(accounts.database, alice_id, "ALICE", is_disabled=True)
    assert caught.value.code == "own_account"
    assert not disable_for(accounts.database, alice_id, "alice", is_disabled=False)
