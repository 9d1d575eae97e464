from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from pydash_app.database import Database, Root
from pydash_app.errors import NotAllowedError, NotFoundError, NotLoggedInError
from pydash_app.user import end_sessions, find_by_session, log_in, log_out
from pydash_app.user import repository as users
from pydash_app.user.entity import SESSION_LIFETIME
from pydash_app.user.services.passwords import DECOY_HASH, hash_password
from tests.factories import PASSWORD, make_guard, make_session, make_user


def hash_of(database: Database, name: str) -> str:
    def read(root: Root) -> str:
        user = users.find_by_name(root, name)
        assert user is not None
        return user.password_hash

    return database.read(read)


def test_a_session_belongs_to_who_opened_it(database: Database, now: datetime) -> None:
    alice = make_session(database, name="alice", now=now)
    bob = make_session(database, name="bob", now=now)
    seen = [find_by_session(database, token, now=now) for token in (alice, bob)]
    assert [found and found.user.name for found in seen] == ["alice", "bob"]


def test_the_name_may_be_typed_in_any_case(database: Database, now: datetime) -> None:
    make_user(database, is_verified=True, now=now)
    assert log_in(database, "ALICE", PASSWORD, guard=make_guard(), now=now).user.name == "alice"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("alice", "wrong password"),
        ("nobody", PASSWORD),
        ("", ""),
        ("alice", ""),
        ("alice", "\ud800"),
    ],
)
def test_an_unknown_name_and_a_wrong_password_look_the_same(
    database: Database, now: datetime, name: str, password: str
) -> None:
    make_user(database, is_verified=True, now=now)
    with pytest.raises(NotLoggedInError) as caught:
        log_in(database, name, password, guard=make_guard(), now=now)
    error = caught.value
    assert (error.code, error.message, error.fields) == (
        "wrong_credentials",
        "The name or the password is wrong.",
        {},
    )


def test_not_verified_is_told_only_after_the_right_password(
    database: Database, now: datetime
) -> None:
    make_user(database, is_verified=False, now=now)
    with pytest.raises(NotLoggedInError):
        log_in(database, "alice", "wrong password", guard=make_guard(), now=now)
    with pytest.raises(NotAllowedError) as caught:
        log_in(database, "alice", PASSWORD, guard=make_guard(), now=now)
    assert caught.value.code == "not_verified"


def test_log_out_ends_this_session_and_no_other(database: Database, now: datetime) -> None:
    first = make_session(database, now=now)
    second = log_in(database, "alice", PASSWORD, guard=make_guard(), now=now).session_token
    log_out(database, first)
    log_out(database, first)
    assert find_by_session(database, first, now=now) is None
    assert find_by_session(database, second, now=now) is not None


def test_a_session_ends_after_its_lifetime(database: Database, now: datetime) -> None:
    token = make_session(database, now=now)
    last = now + SESSION_LIFETIME - timedelta(microseconds=1)
    assert find_by_session(database, token, now=last) is not None
    assert find_by_session(database, token, now=now + SESSION_LIFETIME) is None


def test_an_operator_ends_the_sessions_of_one_or_of_all(database: Database, now: datetime) -> None:
    alice = make_session(database, now=now)
    bob, carol = (make_session(database, name=name, now=now) for name in ("bob", "carol"))
    assert end_sessions(database, "ALICE").session_count == 1
    assert find_by_session(database, alice, now=now) is None
    assert find_by_session(database, bob, now=now) is not None
    assert end_sessions(database).session_count == 2
    assert find_by_session(database, carol, now=now) is None
    with pytest.raises(NotFoundError):
        end_sessions(database, "nobody")


@pytest.mark.usefixtures("real_hashes")
def test_the_decoy_is_as_slow_as_a_real_hash() -> None:
    real = extract_parameters(hash_password(PASSWORD))
    assert extract_parameters(DECOY_HASH) == real


@pytest.mark.parametrize("token", ["", "guess", "\ud800"])
def test_a_token_that_was_never_given_opens_nothing(
    database: Database, now: datetime, token: str
) -> None:
    make_session(database, now=now)
    assert find_by_session(database, token, now=now) is None
    log_out(database, token)


@pytest.mark.usefixtures("real_hashes")
def test_passwords_are_hashed_with_argon2id(database: Database, now: datetime) -> None:
    make_user(database, is_verified=True, now=now)
    parameters = extract_parameters(hash_of(database, "alice"))
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 64 * 1024


@pytest.mark.usefixtures("real_hashes")
def test_a_weaker_hash_is_made_anew_at_the_next_login(database: Database, now: datetime) -> None:
    make_user(database, is_verified=True, now=now)
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)

    def weaken(root: Root) -> None:
        user = users.find_by_name(root, "alice")
        assert user is not None
        user.password_hash = weak

    database.write(weaken)
    log_in(database, "alice", PASSWORD, guard=make_guard(), now=now)
    assert extract_parameters(hash_of(database, "alice")).memory_cost >= 64 * 1024
    log_in(database, "alice", PASSWORD, guard=make_guard(), now=now)
