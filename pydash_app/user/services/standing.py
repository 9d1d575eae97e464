"""What the operator decides about an account: administrator or not, disabled or not."""

from uuid import UUID

from pydash_app.audit import Act, account, record
from pydash_app.dashboard import repository as dashboards
from pydash_app.database import Root, transactional
from pydash_app.errors import NotAllowedError
from pydash_app.user import repository
from pydash_app.user.entity import User
from pydash_app.user.services.revocation import revoke_credentials


@transactional
def make_admin(root: Root, name: str, *, is_admin: bool = True) -> bool:
    """Make a user an administrator, or one no more; whether that changed anything.

    Raises:
        NotFoundError: nobody has this name.
    """
    user = repository.get_by_name(root, name)
    act: Act = "administrator_appointed" if is_admin else "administrator_dismissed"
    record(root, act, account(user.id))
    if user.is_admin == is_admin:
        return False
    user.is_admin = is_admin
    return True


@transactional
def disable(root: Root, name: str, *, is_disabled: bool = True) -> bool:
    """Keep a user out, or let them in again; whether that changed anything.

    Sessions and mailed codes end. Tokens stay and open nothing meanwhile. Nobody asks the user's
    apps any more; what they measure meanwhile is fetched once the user is back, as after any
    other outage.

    Raises:
        NotFoundError: nobody has this name.
    """
    return _disable(root, repository.get_by_name(root, name), is_disabled=is_disabled)


@transactional
def disable_for(root: Root, admin_id: UUID, name: str, *, is_disabled: bool) -> bool:
    """The same on behalf of an administrator, who keeps out neither themselves nor the last one.

    Raises:
        NotAllowedError: it is their own account, or they are an administrator no more.
        NotFoundError: nobody has this name.
    """
    admin = repository.get_by_id(root, str(admin_id))
    if not admin.is_admin or admin.is_disabled:
        raise NotAllowedError("Only administrators may do this.", code="administrators_only")
    user = repository.get_by_name(root, name)
    if is_disabled and user is admin:
        raise NotAllowedError(
            "You can't disable your own account. Let another administrator do that.",
            code="own_account",
        )
    # Of two who disable each other in the same moment, one comes too late, and one stays.
    admin._p_jar.readCurrent(admin)
    return _disable(root, user, is_disabled=is_disabled)


def _disable(root: Root, user: User, *, is_disabled: bool) -> bool:
    act: Act = "account_disabled" if is_disabled else "account_enabled"
    record(root, act, account(user.id))
    if user.is_disabled == is_disabled:
        return False
    user.is_disabled = is_disabled
    for dashboard in dashboards.list_owned(root, user.id):
        dashboard.is_paused = is_disabled
    if is_disabled:
        revoke_credentials(root, user, tokens=False)
    return True
