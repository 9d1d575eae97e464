"""What the operator does with accounts, who needs nobody's password and no mail for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from pydash_app.audit import account, record
from pydash_app.dashboard import repository as dashboards
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import AlreadyExistsError
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import User
from pydash_app.user.services import notices
from pydash_app.user.services.deletion import remove_account
from pydash_app.user.services.passwords import check_password, hash_password
from pydash_app.user.services.registration import (
    check_email,
    check_name,
    check_no_other_address,
)
from pydash_app.user.services.revocation import Revoked, revoke_credentials


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as operators and administrators see it.

    Attributes:
        session_count: of those that are open, expired ones left out.
    """

    id: UUID
    name: str
    email: str
    created_at: datetime
    is_verified: bool
    is_admin: bool
    is_disabled: bool
    dashboard_count: int
    session_count: int
    token_count: int

    @classmethod
    def of(cls, root: Root, user: User, now: datetime) -> Self:
        """Copy and count what is to be seen."""
        sessions = (root["sessions"].get(digest) for digest in user.session_digests)
        return cls(
            id=UUID(user.id),
            name=user.name,
            email=user.email,
            created_at=user.created_at,
            is_verified=user.is_verified,
            is_admin=user.is_admin,
            is_disabled=user.is_disabled,
            dashboard_count=dashboards.count_owned(root, user.id),
            session_count=sum(1 for one in sessions if one is not None and one.expires_at > now),
            token_count=len(credential_repository.list_owned_tokens(root, user.id)),
        )


@reading
def list_accounts(root: Root, *, now: datetime) -> list[AccountView]:
    """Everybody, oldest first."""
    accounts = [AccountView.of(root, user, now) for user in root["users"]]
    return sorted(accounts, key=lambda account: (account.created_at, account.id))


def add_account(
    database: Database,
    *,
    name: str,
    email: str,
    password: str,
    is_admin: bool = False,
    now: datetime,
) -> AccountView:
    """Make an account whose address counts as verified.

    Raises:
        InvalidInputError: name, address or password can't be used.
        AlreadyExistsError: the name is taken, or the address has an account.
    """
    name, email = check_name(name), check_email(email)
    check_no_other_address(name, email)
    check_password(password)
    user = User(name=name, email=email, password_hash=hash_password(password), now=now)
    user.is_verified = True
    user.is_admin = is_admin
    return _add(database, user, now)


@transactional
def mark_verified(root: Root, name: str) -> bool:
    """Believe that a user's address is theirs; whether that changed anything.

    Raises:
        NotFoundError: nobody has this name.
    """
    user = repository.get_by_name(root, name)
    record(root, "email_verified", account(user.id))
    if user.is_verified:
        return False
    user.mark_verified()
    repository.update(root, user)
    return True


def set_password(
    database: Database,
    name: str,
    password: str,
    *,
    tokens: bool = False,
    public_url: str,
    now: datetime,
) -> Revoked:
    """Give a user another password; what ended by that. A mail says so.

    Args:
        database: to keep it in.
        name: of the user.
        password: in plain text.
        tokens: whether API tokens end, too.
        public_url: for the link in the mail.
        now: the present instant.

    Raises:
        InvalidInputError: it is too weak.
        NotFoundError: nobody has this name.
    """
    check_password(password)
    return _store_password(database, name, hash_password(password), tokens, public_url, now)


@transactional
def delete_account(root: Root, name: str) -> int:
    """Delete an account with all that belongs to it; how many dashboards went with it.

    Raises:
        NotFoundError: nobody has this name.
    """
    user = repository.get_by_name(root, name)
    count = dashboards.count_owned(root, user.id)
    remove_account(root, user)
    return count


@transactional
def _add(root: Root, user: User, now: datetime) -> AccountView:
    if repository.find_by_email(root, user.email) is not None:
        raise AlreadyExistsError(f"The address {user.email} has an account already.")
    repository.add(root, user)
    record(root, "account_added", account(user.id))
    return AccountView.of(root, user, now)


@transactional
def _store_password(
    root: Root, name: str, password_hash: str, tokens: bool, public_url: str, now: datetime
) -> Revoked:
    user = repository.get_by_name(root, name)
    user.password_hash = password_hash
    record(root, "password_changed", account(user.id))
    ended = revoke_credentials(root, user, tokens=tokens)
    if user.is_verified:
        notices.password_changed(root, user, tokens_ended=tokens, public_url=public_url, now=now)
    return ended
