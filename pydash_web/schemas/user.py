"""Bodies and answers of the account routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AliasChoices, ConfigDict, Field

from pydash_app.user import UserView
from pydash_web.schemas.base import Answer, Body
from pydash_web.schemas.guarded import GuardedBody
from pydash_web.schemas.texts import (
    Code,
    Email,
    FilledCode,
    FilledEmail,
    FilledNewPassword,
    KnownPassword,
    LoginName,
    Name,
    NewPassword,
)

_either_name = Field(validation_alias=AliasChoices("name", "username"))

Theme = Literal["system", "light", "dark"]
SettingName = Literal["username", "email", "theme", "play_sounds"]


def _document_either_name(schema: dict[str, Any]) -> None:
    """Say in the body's schema what its alias means, which pydantic does not tell."""
    schema["properties"] = {"username": schema["properties"]["name"], **schema["properties"]}
    schema["required"] = [name for name in schema["required"] if name != "name"]
    schema["anyOf"] = [{"required": ["name"]}, {"required": ["username"]}]


class LoginBody(Body):
    """Who wants in."""

    model_config = ConfigDict(json_schema_extra=_document_either_name)

    name: Annotated[LoginName, _either_name]
    password: KnownPassword


class RegisterBody(Body):
    """A new account; the invitation is for installations that ask for one."""

    model_config = ConfigDict(json_schema_extra=_document_either_name)

    name: Annotated[Name, _either_name]
    email: Email
    password: NewPassword
    invitation_code: Code = Field(default_factory=str, repr=False)


class RegisteredAnswer(Answer):
    """What to do next. Without a mail server links stand in PyDash's log, whoever registers."""

    message: str
    has_mail_server: bool


class VerifyBody(Body):
    """The code from the verification mail."""

    verification_code: FilledCode


class ResendVerificationBody(Body):
    """Where to send the verification mail again."""

    email: FilledEmail


class RequestPasswordResetBody(Body):
    """Where to send the code for another password."""

    email: FilledEmail


class ResetPasswordBody(Body):
    """The code from the mail, and the password to be."""

    reset_code: FilledCode
    new_password: FilledNewPassword


class DeleteUserBody(Body):
    """That the caller means it."""

    password: KnownPassword


class ConfirmPasswordBody(Body):
    """That it is still the caller who sits there."""

    password: KnownPassword


class UndoBody(Body):
    """The code from a mail that told of a change."""

    undo_code: FilledCode


class ChangePasswordBody(Body):
    """The password that was, and the one to be."""

    current_password: KnownPassword
    new_password: FilledNewPassword
    end_tokens: bool = Field(False, description="Whether all API tokens end, too.")


class ChangeSettingsBody(GuardedBody):
    """What to change; the rest stays. A new address counts once it is verified."""

    # The defaults are never seen; made by factories, they stay out of the document.
    username: Name = Field(default_factory=str)
    email: Email = Field(default_factory=str)
    theme: Theme = Field(default_factory=lambda: "system")
    play_sounds: bool = Field(default_factory=bool)

    def wants_password(self, account: UserView) -> bool:
        """Whether the address is to be another one, by which a password can be reset."""
        return "email" in self.model_fields_set and self.email != account.email


class UndoneAnswer(Answer):
    """What was undone. After `password` and `email` another password is to be chosen by mail."""

    message: str
    undone: Literal["password", "email", "name", "token"]


class ChangedSettingsAnswer(Answer):
    """Which settings are others now; `email` where a code is on its way to the new address."""

    message: str
    changed: list[SettingName]


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
    pending_email: str | None
    theme: Theme
    play_sounds: bool
    is_admin: bool
