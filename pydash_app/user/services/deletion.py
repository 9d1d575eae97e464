"""Deletes an account."""

from datetime import datetime
from uuid import UUID

from pydash_app.audit import Subject, forget_account, record
from pydash_app.dashboard import repository as dashboards
from pydash_app.database import Database, Root, transactional
from pydash_app.limits import RateLimits
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import User
from pydash_app.user.services.own_password import check_own_password, wrong_password
from pydash_app.user.services.revocation import revoke_credentials


def delete(
    database: Database, user_id: UUID, password: str, *, limits: RateLimits, now: datetime
) -> None:
    """Delete an account with every dashboard, measurement, session and token of it.

    Raises:
        NotLoggedInError: the password is wrong.
        TooManyRequestsError: there were too many wrong ones.
        VanishedError: the account does not exist any more.
    """
    password_hash = check_own_password(database, user_id, password, limits=limits, now=now)
    _remove(database, str(user_id), password_hash)


@transactional
def _remove(root: Root, user_id: str, password_hash: str) -> None:
    user = repository.get_by_id(root, user_id)
    if user.password_hash != password_hash:
        raise wrong_password()  # changed while it was being checked
    remove_account(root, user)


def remove_account(root: Root, user: User) -> None:
    """Drop an account with all that belongs to it."""
    record(root, "account_deleted", Subject("account", user.id, user.name, owner_id=user.id))
    forget_account(root, user.id)
    for dashboard in dashboards.list_owned(root, user.id):
        dashboards.remove(root, dashboard)
    dashboards.forget_owner(root, user.id)
    revoke_credentials(root, user, tokens=True)
    credential_repository.remove_everything(root, user.id)
    repository.remove(root, user)
