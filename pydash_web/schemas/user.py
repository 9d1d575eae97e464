"""Bodies and answers of the account routes."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AliasChoices, Field

from pydash_web.schemas.base import Answer, Body, FilledText

_either_name = Field(validation_alias=AliasChoices("name", "username"))


class LoginBody(Body):
    """Who wants in."""

    name: Annotated[FilledText, _either_name]
    password: FilledText = Field(repr=False)


class RegisterBody(Body):
    """A new account."""

    name: Annotated[str, _either_name]
    email: str
    password: str = Field(repr=False)


class VerifyBody(Body):
    """The code from the verification mail."""

    verification_code: FilledText = Field(repr=False)


class ResendVerificationBody(Body):
    """Where to send the verification mail again."""

    email: FilledText


class LoggedInUser(Answer):
    """Who has just logged in."""

    id: UUID
    username: str = Field(validation_alias="name")


class LoginAnswer(Answer):
    """The login worked; the session is in the cookie beside it."""

    message: str
    user: LoggedInUser


class UserAnswer(LoggedInUser):
    """The account as its owner sees it."""

    email: str
    theme: Literal["system", "light", "dark"]
    play_sounds: bool
