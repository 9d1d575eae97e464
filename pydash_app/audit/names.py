"""What an account is called."""

from pydash_app.database import Root


def name_of_account(root: Root, user_id: str | None) -> str | None:
    """Its name now; `None` where there is no such account, or none any more."""
    user = None if user_id is None else root["users"].get("id", user_id)
    return None if user is None else str(user.name)
