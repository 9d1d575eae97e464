"""Bodies of what wants the password."""

from pydantic import Field

from pydash_app.user import UserView
from pydash_web.schemas.base import Body
from pydash_web.schemas.texts import FilledNewPassword


class GuardedBody(Body):
    """A body for what wants the password, unless that was given a moment ago in this session."""

    # The default is never seen; made by a factory, it stays out of the document.
    password: FilledNewPassword = Field(
        default_factory=str,
        description="Yours. Where it is needed and was given within the last ten minutes, at "
        "login or again, it may be left out.",
    )

    def wants_password(self, account: UserView) -> bool:  # noqa: ARG002  it depends on it elsewhere
        """Whether what this body asks for wants the password at all."""
        return True
