"""The mails that are written to users."""

from datetime import datetime

from pydash_app.mail.entity import Mail
from pydash_app.user.entity import User


def verification(user: User, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link verifies an address."""
    link = f"{public_url}/verify/{code}"
    text = (
        f"Hello {user.name},\n\n"
        "welcome to PyDash. Open this link to verify your e-mail address:\n\n"
        f"{link}\n\n"
        "The link works once and for 24 hours. If you did not register, ignore this mail.\n"
    )
    return Mail(to=user.email, subject="Verify your e-mail address", text=text, link=link, now=now)


def already_registered(email: str, public_url: str, *, now: datetime) -> Mail:
    """The mail to an owner whose address somebody tried to register again."""
    link = f"{public_url}/login"
    text = (
        "Hello,\n\n"
        "somebody tried to register at PyDash with this e-mail address, which has an account "
        "already.\nIf that was you, log in here:\n\n"
        f"{link}\n\n"
        "If it was not you, you need not do anything.\n"
    )
    return Mail(to=email, subject="You have an account already", text=text, link=link, now=now)


def password_reset(user: User, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link lets its reader choose another password."""
    link = f"{public_url}/reset-password/{code}"
    text = (
        f"Hello {user.name},\n\n"
        "somebody, probably you, has forgotten the password of your PyDash account. Open this "
        "link to choose another one:\n\n"
        f"{link}\n\n"
        "The link works once and for one hour. If it was not you, ignore this mail: your "
        "password stays as it is.\n"
    )
    return Mail(to=user.email, subject="Choose another password", text=text, link=link, now=now)


def password_changed(user: User, public_url: str, *, now: datetime) -> Mail:
    """The mail that says that the password is another one."""
    link = f"{public_url}/login"
    text = (
        f"Hello {user.name},\n\n"
        "the password of your PyDash account was changed, and everybody who was logged in with "
        "the former one is logged out. API tokens work as before.\n\n"
        "If it was not you, ask for another password at once, and look through your tokens:\n\n"
        f"{link}\n"
    )
    return Mail(to=user.email, subject="Your password was changed", text=text, link=link, now=now)


def new_email(user: User, email: str, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link proves the new address of an account."""
    link = f"{public_url}/verify/{code}"
    text = (
        f"Hello {user.name},\n\n"
        "you want to use this e-mail address for your PyDash account. Open this link to verify "
        "it:\n\n"
        f"{link}\n\n"
        "The link works once and for 24 hours; until then your former address counts. If you "
        "know nothing of this, ignore this mail.\n"
    )
    return Mail(to=email, subject="Verify your new e-mail address", text=text, link=link, now=now)


def email_changing(user: User, email: str, public_url: str, *, now: datetime) -> Mail:
    """The notice to the address that is to count no more."""
    link = f"{public_url}/login"
    text = (
        f"Hello {user.name},\n\n"
        f"somebody, probably you, wants to use {email} for your PyDash account from now on. It "
        "will count as soon as it is verified.\n\n"
        "If it was not you, log in, enter this address again, and change your password:\n\n"
        f"{link}\n"
    )
    subject = "Your e-mail address is about to change"
    return Mail(to=user.email, subject=subject, text=text, link=link, now=now)


def email_changed(user: User, email: str, public_url: str, *, now: datetime) -> Mail:
    """The notice to the address that counts no more."""
    link = f"{public_url}/login"
    text = (
        f"Hello {user.name},\n\n"
        f"your PyDash account uses {email} from now on, and this address no more.\n\n"
        "If it was not you, tell whoever runs this PyDash:\n\n"
        f"{link}\n"
    )
    subject = "Your e-mail address was changed"
    return Mail(to=user.email, subject=subject, text=text, link=link, now=now)


def invitation(email: str, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link lets its reader register."""
    link = f"{public_url}/register?invitation={code}"
    text = (
        "Hello,\n\n"
        "you are invited to PyDash, which shows all your Flask-MonitoringDashboards on one page. "
        "Open this link to make an account:\n\n"
        f"{link}\n\n"
        "The link works once and for seven days.\n"
    )
    return Mail(to=email, subject="You are invited to PyDash", text=text, link=link, now=now)
