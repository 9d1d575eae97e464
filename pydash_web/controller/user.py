"""Accounts and sessions."""

from collections.abc import Mapping

from pydash_app import user as users
from pydash_app.user import LoginGuard, UserView
from pydash_app.user.credentials import UndoAct
from pydash_web import auth
from pydash_web.route import Reply
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.user import (
    ChangedSettingsAnswer,
    ChangePasswordBody,
    ChangeSettingsBody,
    ConfirmPasswordBody,
    DeleteUserBody,
    LoggedInUser,
    LoginAnswer,
    LoginBody,
    RegisterBody,
    RequestPasswordResetBody,
    ResendVerificationBody,
    ResetPasswordBody,
    UndoBody,
    UndoneAnswer,
    VerifyBody,
)
from pydash_web.services import Services

FORGET = {"Clear-Site-Data": '"cache"'}
"""Also pages that the browser keeps for its Back button (W3C Clear Site Data, 3.1).

No `"storage"`, which would take the theme and the service worker from whoever comes next; the page
itself forgets what belongs to the account. No `"cookies"`, for those of other hosts of the domain.
"""
_LOCKED_DOWN = (
    "Every session and API token of your account has ended. Choose another password by the link "
    "in the mail that is on its way to you."
)
_UNDONE: Mapping[UndoAct, str] = {
    "password": _LOCKED_DOWN,
    "email": _LOCKED_DOWN,
    "name": "Your account has its former name again. Change your password, too.",
    "token": "The API token is deleted. Change your password, too.",
}


def login(services: Services, *, body: LoginBody, network: str) -> LoginAnswer:
    """Open a session."""
    opened = users.log_in(
        services.database,
        body.name,
        body.password,
        guard=_guard(services, network),
        client=auth.describe_client(),
        now=services.now(),
    )
    auth.start_session(services, opened)
    return LoginAnswer(message="You are logged in.", user=LoggedInUser.model_validate(opened.user))


def logout(services: Services, *, user: auth.CurrentUser) -> Reply:
    """End the session, and let the browser forget what it has seen."""
    auth.end_session(services, user)
    return Reply(MessageAnswer(message="You are logged out."), headers=dict(FORGET))


def register(services: Services, *, body: RegisterBody) -> MessageAnswer:
    """Make an account."""
    users.register(
        services.database,
        name=body.name,
        email=body.email,
        password=body.password,
        mode=services.settings.registration,
        invitation_code=body.invitation_code,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(
        message="Almost done: open the link in the mail that is on its way to you."
    )


def verify(services: Services, *, body: VerifyBody) -> MessageAnswer:
    """Believe that an address belongs to whoever got the code."""
    users.verify(
        services.database,
        body.verification_code,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(message="Your e-mail address is verified. You can log in now.")


def resend_verification(services: Services, *, body: ResendVerificationBody) -> MessageAnswer:
    """Send the code again, or nothing; the answer tells nobody which."""
    users.resend_verification(
        services.database,
        body.email,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(
        message="If this address waits for its verification, a mail is on its way."
    )


def request_password_reset(services: Services, *, body: RequestPasswordResetBody) -> MessageAnswer:
    """Send a code for another password, or nothing; the answer tells nobody which."""
    users.request_password_reset(
        services.database,
        body.email,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(message="If this address has an account, a mail is on its way.")


def reset_password(services: Services, *, body: ResetPasswordBody, network: str) -> MessageAnswer:
    """Let whoever got the code choose another password."""
    users.reset_password(
        services.database,
        body.reset_code,
        body.new_password,
        guard=_guard(services, network),
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(message="Your password is changed. Log in with the new one.")


def undo(services: Services, *, body: UndoBody) -> UndoneAnswer:
    """Take back a change of which a notice told."""
    act = users.undo(
        services.database,
        body.undo_code,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return UndoneAnswer(message=_UNDONE[act], undone=act)


def get(_services: Services, *, user: auth.CurrentUser) -> UserView:
    """Show the account to its owner."""
    return user.account


def change_settings(
    services: Services, *, user: auth.CurrentUser, body: ChangeSettingsBody
) -> ChangedSettingsAnswer:
    """Change what the body names."""
    change = users.change_settings(
        services.database,
        user.account.id,
        body.model_dump(exclude_unset=True, exclude={"password"}),
        session_token=user.session_token,
        limits=services.limits,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return ChangedSettingsAnswer(message=_describe(change), changed=change.changed)


def change_password(
    services: Services, *, user: auth.CurrentUser, body: ChangePasswordBody
) -> MessageAnswer:
    """Change the password, and end all other sessions."""
    renewed = users.change_password(
        services.database,
        user.account.id,
        current=body.current_password,
        new=body.new_password,
        session_token=user.session_token,
        end_tokens=body.end_tokens,
        limits=services.limits,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    if renewed is not None:
        auth.renew_session(services, user, renewed)
    what = "sessions and all API tokens" if body.end_tokens else "sessions"
    return MessageAnswer(message=f"Your password is changed. All other {what} have ended.")


def confirm_password(
    services: Services, *, user: auth.CurrentUser, body: ConfirmPasswordBody
) -> MessageAnswer:
    """Take the password again, so that what wants it may be done for ten minutes."""
    auth.confirm_password(services, user, body.password)
    return MessageAnswer(message="Thank you. You will not be asked again for ten minutes.")


def delete(services: Services, *, user: auth.CurrentUser, body: DeleteUserBody) -> Reply:
    """Delete the account with all that belongs to it."""
    users.delete(
        services.database,
        user.account.id,
        body.password,
        limits=services.limits,
        now=services.now(),
    )
    auth.end_session(services, user)
    answer = MessageAnswer(message="Your account and everything in it is deleted.")
    return Reply(answer, headers=dict(FORGET))


def _describe(change: users.SettingsChange) -> str:
    if not change.changed:
        return "Everything is as it was."
    if "email" in change.changed and change.pending_email is not None:
        return (
            "Your settings are changed. The new e-mail address counts once you have opened the "
            "link in the mail that is on its way there."
        )
    return "Your settings are changed."


def _guard(services: Services, network: str) -> LoginGuard:
    return LoginGuard.of(services.limits, network, secret_key=services.secret_key)
