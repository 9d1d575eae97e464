"""Personal API tokens."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from pydash_app.errors import InvalidInputError, NotAllowedError, NotFoundError
from pydash_app.user import NewToken, create_token, delete_token, find_by_token, list_tokens
from pydash_app.user.credentials import Scope
from pydash_app.user.services.tokens import MOST_TOKENS
from tests.unit.user.conftest import BASE, Accounts


def create(
    accounts: Accounts,
    user_id: UUID,
    *,
    name: str = "nightly report",
    scope: Scope = "read",
    expires_at: datetime | None = None,
) -> NewToken:
    return create_token(
        accounts.database,
        user_id,
        name=name,
        scope=scope,
        expires_at=expires_at,
        public_url=BASE,
        now=accounts.now,
    )


def test_a_token_stands_for_its_owner(accounts: Accounts) -> None:
    alice, bob = accounts.join(), accounts.join("bob")
    made = [create(accounts, alice, scope="write"), create(accounts, bob)]
    owners = [find_by_token(accounts.database, each.token, now=accounts.now) for each in made]
    assert [(owner and owner.user.name, owner and owner.scope) for owner in owners] == [
        ("alice", "write"),
        ("bob", "read"),
    ]


def test_a_token_is_shown_once_and_stored_as_a_digest(accounts: Accounts) -> None:
    alice = accounts.join()
    made = create(accounts, alice)
    assert made.token.startswith("pydash_")
    assert list_tokens(accounts.database, alice) == [made.view]
    stored = accounts.database.read(lambda root: [vars(token) for token in root["api_tokens"]])
    assert made.token not in str(stored)


def test_a_token_opens_nothing_after_its_end(accounts: Accounts) -> None:
    alice = accounts.join()
    end = accounts.now + timedelta(days=1)
    made = create(accounts, alice, expires_at=end)
    last = end - timedelta(microseconds=1)
    assert find_by_token(accounts.database, made.token, now=last) is not None
    assert find_by_token(accounts.database, made.token, now=end) is None
    assert len(list_tokens(accounts.database, alice)) == 1


@pytest.mark.parametrize("secret", ["", "guess", "pydash_", "\ud800"])
def test_a_token_that_was_never_made_opens_nothing(accounts: Accounts, secret: str) -> None:
    create(accounts, accounts.join())
    assert find_by_token(accounts.database, secret, now=accounts.now) is None


def test_a_deleted_token_opens_nothing(accounts: Accounts) -> None:
    alice, bob = accounts.join(), accounts.join("bob")
    made = create(accounts, alice)
    with pytest.raises(NotAllowedError):
        delete_token(accounts.database, bob, made.view.id, public_url=BASE, now=accounts.now)
    with pytest.raises(NotFoundError):
        delete_token(accounts.database, alice, uuid4(), public_url=BASE, now=accounts.now)
    delete_token(accounts.database, alice, made.view.id, public_url=BASE, now=accounts.now)
    assert find_by_token(accounts.database, made.token, now=accounts.now) is None
    assert list_tokens(accounts.database, alice) == []


def test_the_last_use_is_noted_to_the_minute(accounts: Accounts) -> None:
    alice = accounts.join()
    made = create(accounts, alice)
    seen = []
    for after_s in (0, 59, 60, 61):
        at = accounts.now + timedelta(seconds=after_s)
        find_by_token(accounts.database, made.token, now=at)
        [view] = list_tokens(accounts.database, alice)
        assert view.last_used_at is not None
        seen.append((view.last_used_at - accounts.now).total_seconds())
    assert seen == [0, 0, 60, 60]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"expires_at": timedelta(0)}, "expires_at"),
        ({"expires_at": timedelta(days=-1)}, "expires_at"),
    ],
)
def test_each_fault_names_its_field(
    accounts: Accounts, changes: dict[str, str | timedelta], field: str
) -> None:
    alice = accounts.join()
    wanted = {
        name: accounts.now + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }
    with pytest.raises(InvalidInputError) as caught:
        create(accounts, alice, **wanted)  # type: ignore[arg-type]
    assert caught.value.fields.keys() == {field}


def test_there_is_a_most_of_tokens(accounts: Accounts) -> None:
    alice = accounts.join()
    for _ in range(MOST_TOKENS):
        create(accounts, alice)
    with pytest.raises(InvalidInputError) as caught:
        create(accounts, alice)
    assert caught.value.code == "quota_exceeded"
