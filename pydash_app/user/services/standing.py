"""What the operator decides about an account: administrator or not, disabled or not."""

from pydash_app.dashboard import repository as dashboards
from pydash_app.database import Root, transactional
from pydash_app.user import credential_repository, repository


@transactional
def make_admin(root: Root, name: str, *, is_admin: bool = True) -> bool:
    """Make a user an administrator, or one no more; whether that changed anything.

    Raises:
        NotFoundError: nobody has this name.
    """
    user = repository.get_by_name(root, name)
    if user.is_admin == is_admin:
        return False
    user.is_admin = is_admin
    return True


@transactional
def disable(root: Root, name: str, *, is_disabled: bool = True) -> bool:
    """Keep a user out, or let them in again; whether that changed anything.

    Sessions end. Tokens stay and open nothing meanwhile. Nobody asks the user's apps any more;
    what they measure meanwhile is fetched once the user is back, as after any other outage.

    Raises:
        NotFoundError: nobody has this name.
    """
    user = repository.get_by_name(root, name)
    if user.is_disabled == is_disabled:
        return False
    user.is_disabled = is_disabled
    for dashboard in dashboards.list_owned(root, user.id):
        dashboard.is_paused = is_disabled
    if is_disabled:
        repository.remove_sessions(root, user)
        credential_repository.remove_codes(root, user.id, purpose="reset_password")
    return True
