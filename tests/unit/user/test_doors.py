"""What is dead after each act that changes what opens an account, and what lives on.

A new door needs a row here, and a new kind of credential a column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pytest

from pydash_app import user as users
from pydash_app.database import Database, Root
from pydash_app.errors import PydashError
from pydash_app.user import repository
from pydash_app.user.services.codes import digest_of
from tests.factories import PASSWORD, make_guard
from tests.unit.user.conftest import BASE, Accounts

T = TypeVar("T")

NEW = "another horse battery"
EMAIL = "alice@example.org"

KINDS = (
    "this session",
    "other session",
    "token",
    "reset code",
    "verify code",
    "pending e-mail",
    "invitation",
    "undo code",
)


class Interrupted(Database):
    """A database in which somebody else is quicker, once, than the first change of its user."""

    def __init__(self, database: Database, meanwhile: Callable[[], None]) -> None:
        """Stand before another database."""
        self._database = database
        self._meanwhile = [meanwhile]

    def read(self, work: Callable[[Root], T]) -> T:
        return self._database.read(work)

    def write(self, work: Callable[[Root], T]) -> T:
        def work_while_another_does(root: Root) -> T:
            result = work(root)
            if self._meanwhile:
                self._meanwhile.pop()()
            return result

        return self._database.write(work_while_another_does)


@dataclass
class Handed:
    """Everything that opens Alice's account, in whosesoever hands it is."""

    accounts: Accounts
    this_session: str
    other_session: str
    token: str
    reset_code: str
    verify_code: str
    invitation: str
    undo_code: str

    def living(self) -> set[str]:
        """What is still good for something."""
        root_has = self.accounts.database.read(self._look)
        found = users.find_by_token(self.accounts.database, self.token, now=self.accounts.now)
        return {
            *root_has,
            *(["this session"] if self.accounts.holds_session(self.this_session) else []),
            *(["other session"] if self.accounts.holds_session(self.other_session) else []),
            *(["token"] if found else []),
        }

    def _look(self, root: Root) -> set[str]:
        user = repository.find_by_email(root, EMAIL)
        codes, invitations = root["mailed_codes"], root["invitations"]
        living = {
            "reset code": digest_of(self.reset_code) in codes,
            "verify code": digest_of(self.verify_code) in codes,
            "undo code": digest_of(self.undo_code) in codes,
            "pending e-mail": user is not None and user.pending_email is not None,
            "invitation": digest_of(self.invitation) in invitations,
        }
        return {kind for kind, is_alive in living.items() if is_alive}


@pytest.fixture
def handed(accounts: Accounts) -> Handed:
    database, now = accounts.database, accounts.now
    alice = accounts.join()
    this, other = (accounts.log_in().session_token for _ in range(2))
    token = users.create_token(
        database, alice, name="x", scope="write", expires_at=None, public_url=BASE, now=now
    ).token
    users.change_settings(
        database,
        alice,
        {"email": "thief@example.org"},
        limits=accounts.limits,
        public_url=BASE,
        now=now,
    )
    users.request_password_reset(database, EMAIL, public_url=BASE, now=now)
    link = users.invite(database, EMAIL, public_url=BASE, now=now)
    return Handed(
        accounts,
        this,
        other,
        token=token,
        reset_code=accounts.codes("reset-password")[-1],
        verify_code=accounts.codes(to="thief@example.org")[0],
        invitation=link.rpartition("=")[2],
        undo_code=accounts.codes("undo", subject="Your e-mail address is about to change")[0],
    )


def change(handed: Handed, *, end_tokens: bool = False) -> None:
    accounts = handed.accounts
    alice = accounts.log_in().user.id
    renewed = users.change_password(
        accounts.database,
        alice,
        current=PASSWORD,
        new=NEW,
        session_token=handed.this_session,
        end_tokens=end_tokens,
        limits=accounts.limits,
        public_url=BASE,
        now=accounts.now,
    )
    assert renewed is not None
    handed.this_session = renewed


def reset(handed: Handed) -> None:
    accounts = handed.accounts
    users.reset_password(
        accounts.database,
        handed.reset_code,
        NEW,
        guard=make_guard(limits=accounts.limits),
        public_url=BASE,
        now=accounts.now,
    )


def set_password(handed: Handed, *, tokens: bool = False) -> None:
    accounts = handed.accounts
    users.set_password(
        accounts.database, "alice", NEW, tokens=tokens, public_url=BASE, now=accounts.now
    )


def disable(handed: Handed) -> None:
    users.disable(handed.accounts.database, "alice")


def disable_by_admin(handed: Handed) -> None:
    accounts = handed.accounts
    admin = accounts.join("bob")
    users.make_admin(accounts.database, "bob")
    users.disable_for(accounts.database, admin, "alice", is_disabled=True)


def end_sessions(handed: Handed, *, tokens: bool = False) -> None:
    users.end_sessions(handed.accounts.database, "alice", tokens=tokens)


def end_everybodys_sessions(handed: Handed) -> None:
    users.end_sessions(handed.accounts.database)


def undo(handed: Handed) -> None:
    users.undo(
        handed.accounts.database, handed.undo_code, public_url=BASE, now=handed.accounts.now
    )


def delete(handed: Handed) -> None:
    accounts = handed.accounts
    alice = accounts.log_in().user.id
    users.delete(accounts.database, alice, PASSWORD, limits=accounts.limits, now=accounts.now)


def delete_by_operator(handed: Handed) -> None:
    users.delete_account(handed.accounts.database, "alice")


Door = Callable[[Handed], None]

LIVE_AFTER: Mapping[str, tuple[Door, set[str]]] = {
    "change": (change, {"this session", "token", "undo code"}),
    "change, tokens too": (
        lambda handed: change(handed, end_tokens=True),
        {"this session", "undo code"},
    ),
    "reset": (reset, set()),
    "set-password": (set_password, {"token", "undo code"}),
    "set-password --tokens": (lambda handed: set_password(handed, tokens=True), {"undo code"}),
    "disable": (disable, {"undo code"}),
    "disable by an administrator": (disable_by_admin, {"undo code"}),
    "end-sessions": (end_sessions, {"token", "undo code"}),
    "end-sessions --tokens": (lambda handed: end_sessions(handed, tokens=True), {"undo code"}),
    "end-sessions of everybody": (end_everybodys_sessions, {"token", "undo code"}),
    "undo": (undo, set()),
    "deletion": (delete, set()),
    "deletion by the operator": (delete_by_operator, set()),
}


def test_at_first_everything_is_alive(handed: Handed) -> None:
    assert handed.living() == set(KINDS)


@pytest.mark.parametrize("door", LIVE_AFTER)
def test_what_lives_on_after_each_door(handed: Handed, door: str) -> None:
    act, alive = LIVE_AFTER[door]
    act(handed)
    assert handed.living() == alive


@pytest.mark.parametrize("door", LIVE_AFTER)
def test_no_code_that_died_or_is_of_a_disabled_account_does_anything(
    handed: Handed, door: str
) -> None:
    act, alive = LIVE_AFTER[door]
    act(handed)
    with pytest.raises(PydashError) as caught:
        handed.accounts.verify(handed.verify_code)
    assert caught.value.code == "invalid_code"
    with pytest.raises(PydashError) as caught:
        reset(handed)
    assert caught.value.code == "invalid_code"
    if "disable" in door or "undo code" not in alive:
        with pytest.raises(PydashError) as caught:
            undo(handed)
        assert caught.value.code == "invalid_code"


def test_a_verification_code_of_a_disabled_account_verifies_nothing(accounts: Accounts) -> None:
    accounts.register()
    [code] = accounts.codes()
    users.disable(accounts.database, "alice")
    with pytest.raises(PydashError):
        accounts.verify(code)
    accounts.resend(EMAIL)
    assert len(accounts.mails()) == 1


def test_no_token_is_made_in_a_session_that_has_ended_meanwhile(handed: Handed) -> None:
    accounts = handed.accounts
    alice = accounts.log_in().user.id
    end_sessions(handed)
    with pytest.raises(PydashError) as caught:
        users.create_token(
            accounts.database,
            alice,
            name="y",
            scope="read",
            expires_at=None,
            session_token=handed.this_session,
            public_url=BASE,
            now=accounts.now,
        )
    assert caught.value.code == "not_logged_in"


def test_of_a_token_and_a_reset_in_the_same_moment_the_reset_wins(handed: Handed) -> None:
    accounts = handed.accounts
    alice = accounts.log_in().user.id
    thief = Interrupted(accounts.database, lambda: reset(handed))
    with pytest.raises(PydashError) as caught:
        users.create_token(
            thief,
            alice,
            name="y",
            scope="write",
            expires_at=None,
            session_token=handed.this_session,
            public_url=BASE,
            now=accounts.now,
        )
    assert caught.value.code == "not_logged_in"
    assert users.list_tokens(accounts.database, alice) == []
