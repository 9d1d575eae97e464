from datetime import datetime, timedelta

import pytest

from pydash_app import audit
from pydash_app.database import Database, Root
from pydash_app.housekeeping import pruning
from pydash_app.housekeeping.pruning import UNVERIFIED_LIFETIME, Pruned
from pydash_app.user import find_by_session, invite, request_password_reset
from pydash_app.user import repository as users
from pydash_app.user.credentials import INVITATION_LIFETIME, RESET_LIFETIME
from pydash_app.user.entity import CODE_LIFETIME, SESSION_LIFETIME
from tests.factories import make_session, make_user

A_SECOND = timedelta(seconds=1)
AUDIT_DAYS = 90


def prune(database: Database, *, now: datetime) -> Pruned:
    return pruning.prune(database, audit_days=AUDIT_DAYS, now=now)


def names(database: Database) -> set[str]:
    return database.read(lambda root: {user.name for user in root["users"]})


def open_sessions_of(database: Database, name: str) -> int:
    def count(root: Root) -> int:
        user = users.find_by_name(root, name)
        assert user is not None
        return len(user.session_digests)

    return database.read(count)


def test_who_never_verified_is_forgotten_after_a_week(database: Database, now: datetime) -> None:
    make_user(database, name="alice", is_verified=False, now=now)
    make_user(database, name="bob", is_verified=True, now=now)
    prune(database, now=now + UNVERIFIED_LIFETIME - A_SECOND)
    assert names(database) == {"alice", "bob"}
    assert prune(database, now=now + UNVERIFIED_LIFETIME) == Pruned(1, 0, 0, 0)
    assert names(database) == {"bob"}
    make_user(database, name="alice", is_verified=False, now=now + UNVERIFIED_LIFETIME)


def test_an_expired_session_is_forgotten_and_others_stay(
    database: Database, now: datetime
) -> None:
    make_session(database, name="alice", now=now)
    later = now + timedelta(days=1)
    bobs = make_session(database, name="bob", now=later)
    assert prune(database, now=now + SESSION_LIFETIME).sessions == 1
    assert database.read(lambda root: len(root["sessions"])) == 1
    assert find_by_session(database, bobs, now=later) is not None
    assert open_sessions_of(database, "alice") == 0
    assert open_sessions_of(database, "bob") == 1


def test_an_expired_code_is_forgotten_and_its_owner_may_ask_for_another(
    database: Database, now: datetime
) -> None:
    make_user(database, name="alice", is_verified=False, now=now)
    assert prune(database, now=now + CODE_LIFETIME - A_SECOND).codes == 0
    assert prune(database, now=now + CODE_LIFETIME) == Pruned(0, 0, 1, 0)
    assert prune(database, now=now + CODE_LIFETIME) == Pruned(0, 0, 0, 0)
    assert names(database) == {"alice"}


def test_expired_mailed_codes_and_invitations_are_forgotten(
    database: Database, now: datetime
) -> None:
    make_user(database, name="alice", is_verified=True, now=now)
    request_password_reset(database, "alice@example.org", public_url="http://x", now=now)
    invite(database, "dora@example.org", public_url="http://x", now=now)
    assert prune(database, now=now + RESET_LIFETIME - A_SECOND) == Pruned(0, 0, 0, 0)
    assert prune(database, now=now + RESET_LIFETIME) == Pruned(0, 0, 1, 0)
    assert prune(database, now=now + INVITATION_LIFETIME) == Pruned(0, 0, 1, 0)
    left = database.read(lambda root: [*root["mailed_codes"], *root["invitations"]])
    assert left == []


def test_nothing_is_left_of_who_is_forgotten(database: Database, now: datetime) -> None:
    make_user(database, name="alice", is_verified=False, now=now)
    request_password_reset(database, "alice@example.org", public_url="http://x", now=now)
    prune(database, now=now + UNVERIFIED_LIFETIME)
    assert database.read(lambda root: [*root["code_digests_by_owner"]]) == []


def test_many_are_forgotten_in_several_commits(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST_AT_ONCE", 2)
    for number in range(5):
        make_user(database, name=f"user{number}", is_verified=False, now=now)
    assert prune(database, now=now + UNVERIFIED_LIFETIME).accounts == 5
    assert names(database) == set()


def test_the_audit_list_keeps_what_was_done_for_ninety_days(
    database: Database, now: datetime
) -> None:
    for at in (now, now + A_SECOND):
        behalf = audit.by_operator("root", "host", at=at)
        audit.note(audit.acting_under(database, behalf), "accounts_listed")
    day_90 = now + timedelta(days=AUDIT_DAYS)
    assert prune(database, now=day_90) == Pruned(0, 0, 0, 0)
    assert prune(database, now=day_90 + A_SECOND) == Pruned(0, 0, 0, 1)
    (kept,) = audit.list_all(database, cursor=None, limit=10).activities
    assert kept.at == now + A_SECOND


def test_the_log_says_how_much() -> None:
    assert str(Pruned(1, 2, 3, 4)) == (
        "1 accounts that were never verified, 2 expired sessions, 3 expired codes, "
        "4 entries of the audit list"
    )
