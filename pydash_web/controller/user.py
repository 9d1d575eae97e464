"""Accounts and sessions."""

from pydash_app import user as users
from pydash_app.user import UserView
from pydash_web import auth
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.user import (
    LoggedInUser,
    LoginAnswer,
    LoginBody,
    RegisterBody,
    ResendVerificationBody,
    VerifyBody,
)
from pydash_web.services import Services


def login(services: Services, *, body: LoginBody) -> LoginAnswer:
    """Open a session."""
    opened = users.log_in(services.database, body.name, body.password, now=services.now())
    auth.start_session(services, opened)
    return LoginAnswer(message="You are logged in.", user=LoggedInUser.model_validate(opened.user))


def logout(services: Services, *, user: auth.CurrentUser) -> MessageAnswer:
    """End the session."""
    auth.end_session(services, user)
    return MessageAnswer(message="You are logged out.")


def register(services: Services, *, body: RegisterBody) -> MessageAnswer:
    """Make an account."""
    users.register(
        services.database,
        name=body.name,
        email=body.email,
        password=body.password,
        public_url=services.settings.public_url,
        now=services.now(),
    )
    return MessageAnswer(
        message="Almost done: open the link in the mail that is on its way to you."
    )


def verify(services: Services, *, body: VerifyBody) -> MessageAnswer:
    """Believe that an address belongs to whoever got the code."""
    users.verify(services.database, body.verification_code, now=services.now())
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


def get(_services: Services, *, user: auth.CurrentUser) -> UserView:
    """Show the account to its owner."""
    return user.account
