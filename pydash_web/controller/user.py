"""Accounts and sessions."""

from collections.abc import Mapping

from pydash_app import user as users
from pydash_app.settings import Settings
from pydash_app.user import LoginGuard, UserView
from pydash_app.user.credentials import UndoAct
from pydash_web import auth, mail_notes
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
    RegisteredAnswer,
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
_UNDONE: Mapping[UndoAct, str] = {
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


def register(services: Services, *, body: RegisterBody) -> RegisteredAnswer:
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
    return RegisteredAnswer(
        message=mail_notes.after_registering(services.settings, body.name),
        has_mail_server=mail_notes.has_mail_server(services.settings),
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
    return MessageAnswer(message=mail_notes.after_resending(services.settings))


def request_password_reset(services: Services, *, body: RequestPasswordResetBody) -> MessageAnswer:
    """Send a code for another password, or nothing; the answer tells nobody which."""
    users.request_password_reset(
        services.database,
        body.email,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(message=mail_notes.after_forgetting(services.settings))


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
    message = _UNDONE.get(act) or mail_notes.after_undoing(services.settings)
    return UndoneAnswer(message=message, undone=act)


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
    return ChangedSettingsAnswer(
        message=_describe(change, services.settings), changed=change.changed
    )


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


def _describe(change: users.SettingsChange, settings: Settings) -> str:
    if not change.changed:
        return "Everything is as it was."
    if "email" in change.changed and change.pending_email is not None:
        return mail_notes.after_another_address(settings)
    return "Your settings are changed."


def _guard(services: Services, network: str) -> LoginGuard:
    return LoginGuard.of(services.limits, network, secret_key=services.secret_key)
