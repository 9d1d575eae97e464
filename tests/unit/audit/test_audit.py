import logging
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from uuid import UUID

import pytest

from pydash_app import audit
from pydash_app.audit import Act, ActivityPage, ActivityView, Circumstances, Credential, Subject
from pydash_app.audit.entity import account
from pydash_app.audit.recording import MOST_ORIGINS
from pydash_app.database import Database, Root, transactional
from pydash_app.user import repository as users
from tests.factories import make_user

ADDRESS = "192.0.2.7"
SHOP = Subject("dashboard", "0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d", "Shop")
A_SECOND = timedelta(seconds=1)


def id_of(database: Database, name: str) -> str:
    def find(root: Root) -> str:
        return users.get_by_name(root, name).id

    return database.read(find)


@pytest.fixture
def alice(database: Database, now: datetime) -> str:
    make_user(database, name="alice", is_verified=True, now=now)
    return id_of(database, "alice")


@pytest.fixture
def bob(database: Database, now: datetime) -> str:
    make_user(database, name="bob", is_verified=True, now=now)
    return id_of(database, "bob")


def by(user_id: str, *, at: datetime, origin: str = ADDRESS) -> Circumstances:
    credential = Credential("token", "the token's id", "nightly report")
    return Circumstances(at=at, origin=origin, kind="user", doer=user_id, credential=credential)


def a_stranger(*, at: datetime, origin: str = ADDRESS) -> Circumstances:
    return Circumstances(at=at, origin=origin)


def do(
    database: Database, circumstances: Circumstances, act: Act, on: Subject | None = None
) -> None:
    audit.note(audit.acting_under(database, circumstances), act, on)


def everything(database: Database) -> list[ActivityView]:
    return audit.list_all(database, cursor=None, limit=1000).activities


def own(database: Database, user_id: str) -> list[ActivityView]:
    return audit.list_of_user(database, UUID(user_id), cursor=None, limit=1000).activities


def test_an_entry_says_who_did_what_when_from_where_with_what_on_what(
    database: Database, alice: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "dashboard_deleted", SHOP)
    (entry,) = everything(database)
    assert (entry.at, entry.act, entry.by, entry.by_id) == (
        now,
        "dashboard_deleted",
        "alice",
        alice,
    )
    assert (entry.with_kind, entry.with_name, entry.origin) == ("token", "nightly report", ADDRESS)
    assert (entry.on_kind, entry.on, entry.on_id, entry.count) == ("dashboard", "Shop", SHOP.id, 1)
    assert own(database, alice) == [entry]


def test_where_nobody_acts_nothing_is_written(database: Database) -> None:
    audit.note(database, "accounts_listed")
    audit.count_failed_login(database, None)
    assert everything(database) == []


@transactional
def _do_and_fail(root: Root) -> None:
    audit.record(root, "dashboard_deleted", SHOP)
    raise ZeroDivisionError


def test_what_is_not_done_leaves_no_entry_and_no_line(
    database: Database, alice: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(ZeroDivisionError):
        _do_and_fail(audit.acting_under(database, by(alice, at=now)))
    assert everything(database) == []
    assert caplog.records == []


def test_the_log_has_a_line_with_the_same_as_fields(
    database: Database, alice: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        do(database, by(alice, at=now), "token_deleted", Subject("token", "x", "a new\nline"))
    (line,) = caplog.records
    assert line.getMessage() == (
        f"Activity token_deleted: by_kind=user by_id={alice} by=alice with=token "
        f'with_id="the token\'s id" from={ADDRESS} on_kind=token on_id=x on="a new\nline"'
    )
    assert line.activity == {  # type: ignore[attr-defined]
        "act": "token_deleted",
        "by_kind": "user",
        "by_id": alice,
        "by": "alice",
        "with": "token",
        "with_id": "the token's id",
        "from": ADDRESS,
        "on_kind": "token",
        "on_id": "x",
        "on": "a new\nline",
    }


def test_pages_go_on_where_the_one_before_ended(
    database: Database, alice: str, now: datetime
) -> None:
    instants = [now + timedelta(microseconds=number) for number in range(50)]
    for at in instants:
        do(database, by(alice, at=at), "dashboard_exported")

    def of_all(cursor: str | None) -> ActivityPage:
        return audit.list_all(database, cursor=cursor, limit=7)

    def of_alice(cursor: str | None) -> ActivityPage:
        return audit.list_of_user(database, UUID(alice), cursor=cursor, limit=7)

    for list_page in (of_all, of_alice):
        pages = [list_page(None)]
        while (cursor := pages[-1].next_cursor) is not None:
            pages.append(list_page(cursor))
        seen = [entry.at for page in pages for entry in page.activities]
        assert seen == instants[::-1]
        assert len(pages) == 8
    assert all(later.id < earlier.id for later, earlier in pairwise(everything(database)))


def test_a_last_page_that_is_full_is_the_last(
    database: Database, alice: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "logout")
    assert audit.list_all(database, cursor=None, limit=1).next_cursor is None


def test_users_see_what_they_did_and_what_was_done_to_them_and_nothing_else(
    database: Database, alice: str, bob: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "logout")
    do(database, by(alice, at=now + A_SECOND), "account_disabled", account(bob))
    assert [entry.act for entry in own(database, alice)] == ["account_disabled", "logout"]
    (seen,) = own(database, bob)
    assert (seen.act, seen.by, seen.on) == ("account_disabled", "alice", "bob")


def test_users_do_not_see_where_administrators_and_operators_sit(
    database: Database, alice: str, bob: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "account_disabled", account(bob))
    do(database, audit.by_operator("root", "db1", at=now), "account_enabled", account(bob))
    assert {entry.origin for entry in everything(database)} == {ADDRESS, "db1"}
    for entry in own(database, bob):
        assert (entry.origin, entry.with_id, entry.with_name) == (None, None, None)
        assert entry.by in ("alice", None)


def test_users_see_where_a_stranger_tried_to_log_in_as_them(
    database: Database, alice: str, now: datetime
) -> None:
    audit.count_failed_login(audit.acting_under(database, a_stranger(at=now)), alice)
    (entry,) = own(database, alice)
    assert (entry.act, entry.by, entry.by_kind, entry.on) == (
        "login_failed",
        None,
        "stranger",
        "alice",
    )
    assert entry.origin == ADDRESS


def test_failed_logins_of_an_account_are_one_entry_an_hour(
    database: Database, alice: str, bob: str, now: datetime
) -> None:
    hour = now.replace(minute=0)
    for second in range(0, 3600, 60):
        at = hour + timedelta(seconds=second)
        origin = f"192.0.2.{second // 60}"
        theirs = audit.acting_under(database, a_stranger(at=at, origin=origin))
        for user_id in (alice, bob, None):
            audit.count_failed_login(theirs, user_id)
    assert [(entry.at, entry.count) for entry in everything(database)] == [(hour, 60)] * 3
    (of_alice,) = own(database, alice)
    assert of_alice.origin == "192.0.2.0"
    assert len(of_alice.more_origins) == MOST_ORIGINS
    next_hour = a_stranger(at=hour + timedelta(hours=1))
    audit.count_failed_login(audit.acting_under(database, next_hour), alice)
    assert [entry.count for entry in own(database, alice)] == [1, 60]


def test_a_burst_of_failed_logins_is_counted_whole(
    database: Database, alice: str, now: datetime
) -> None:
    start, each, threads = Barrier(8), 25, list[Thread]()

    def attack(user_id: str | None) -> None:
        start.wait()
        for _ in range(each):
            audit.count_failed_login(audit.acting_under(database, a_stranger(at=now)), user_id)

    for number in range(8):
        threads.append(Thread(target=attack, args=(alice if number % 2 else None,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert {entry.on: entry.count for entry in everything(database)} == {
        "alice": 4 * each,
        None: 4 * each,
    }


def test_acts_of_many_at_once_are_all_kept(database: Database, now: datetime) -> None:
    start, each, threads = Barrier(8), 40, list[Thread]()

    def act(user_id: str) -> None:
        start.wait()
        for number in range(each):
            at = now + timedelta(milliseconds=number)
            do(database, by(user_id, at=at), "dashboard_exported", SHOP)

    for number in range(8):
        threads.append(Thread(target=act, args=(str(UUID(int=number)),)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert len(everything(database)) == 8 * each
    assert len(own(database, str(UUID(int=3)))) == each


def test_of_a_deleted_account_the_acts_stay_and_the_person_is_forgotten(
    database: Database, alice: str, bob: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "dashboard_deleted", SHOP)
    audit.count_failed_login(audit.acting_under(database, a_stranger(at=now)), alice)
    do(database, by(bob, at=now + A_SECOND), "account_disabled", account(alice))

    def delete(root: Root) -> None:
        users.remove(root, users.get_by_id(root, alice))
        audit.forget_account(root, alice)

    database.write(delete)
    assert own(database, alice) == []
    by_bob, *rest = everything(database)
    assert (by_bob.by, by_bob.origin, by_bob.on, by_bob.on_id) == ("bob", ADDRESS, None, alice)
    for entry in rest:
        assert (entry.by, entry.origin, entry.on, entry.with_name) == (None, None, None, None)
        assert alice in (entry.by_id, entry.on_id)


def test_an_old_entry_leaves_every_list(
    database: Database, alice: str, bob: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "account_disabled", account(bob))
    audit.count_failed_login(audit.acting_under(database, a_stranger(at=now)), alice)
    do(database, by(alice, at=now + timedelta(hours=2)), "logout")
    assert audit.prune(database, before=now + timedelta(hours=1)) == 2
    assert [entry.act for entry in everything(database)] == ["logout"]
    assert [entry.act for entry in own(database, alice)] == ["logout"]
    assert own(database, bob) == []
    assert database.read(lambda root: len(root["failed_logins"])) == 0


def test_many_old_entries_leave_in_several_commits(
    database: Database, alice: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pydash_app.audit.forgetting.MOST_AT_ONCE", 7)
    for number in range(30):
        do(database, by(alice, at=now + timedelta(seconds=number)), "dashboard_exported")
    assert audit.prune(database, before=now + timedelta(days=1)) == 30
    assert own(database, alice) == everything(database) == []


def test_an_entry_that_is_exactly_as_old_as_allowed_stays(
    database: Database, alice: str, now: datetime
) -> None:
    do(database, by(alice, at=now), "logout")
    assert audit.prune(database, before=now) == 0
