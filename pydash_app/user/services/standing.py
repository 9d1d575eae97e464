"""What the operator decides about an account."""

from pydash_app.database import Root, transactional
from pydash_app.errors import NotFoundError
from pydash_app.user import repository
from pydash_app.user.entity import User


@transactional
def make_admin(root: Root, name: str, *, is_admin: bool = True) -> bool:
    """Make a user an administrator, or one no more; whether that changed anything.

    Raises:
        NotFoundError: nobody has this name.
    """
    user = get_by_name(root, name)
    if user.is_admin == is_admin:
        return False
    user.is_admin = is_admin
    return True


def get_by_name(root: Root, name: str) -> User:
    """The user with this name, however it is spelled.

    Raises:
        NotFoundError: nobody has it.
    """
    user = repository.find_by_name(root, name)
    if user is None:
        raise NotFoundError("Nobody has this name.")
    return user
