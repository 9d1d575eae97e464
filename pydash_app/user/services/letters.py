"""The mails that carry a code or an invitation.

No text that somebody chose stands in them, since nobody has shown yet that their readers want to
hear from PyDash.
"""

from datetime import datetime

from pydash_app.mail.entity import Mail
from pydash_app.user.entity import User


def verification(user: User, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link verifies an address."""
    link = f"{public_url}/verify/{code}"
    text = (
        "Hello,\n\n"
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
    mail = Mail(to=email, subject="You have an account already", text=text, link=link, now=now)
    mail.is_useful = False
    return mail


def password_reset(user: User, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link lets its reader choose another password."""
    link = f"{public_url}/reset-password/{code}"
    text = (
        "Hello,\n\n"
        "somebody, probably you, has forgotten the password of your PyDash account, which has "
        f"existed since {user.created_at:%Y-%m-%d}. Open this link to choose another one:\n\n"
        f"{link}\n\n"
        "The link works once and for one hour. A new password ends every session and every API "
        "token of this account. If it was not you who asked, ignore this mail: your password "
        "stays as it is.\n"
    )
    return Mail(to=user.email, subject="Choose another password", text=text, link=link, now=now)


def new_email(email: str, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link proves the new address of an account."""
    link = f"{public_url}/verify/{code}"
    text = (
        "Hello,\n\n"
        "somebody, probably you, wants to use this e-mail address for their PyDash account. Open "
        "this link to verify it:\n\n"
        f"{link}\n\n"
        "The link works once and for 24 hours; until then the former address counts, and for "
        "seven days its owner can take the change back. If you know nothing of this, ignore this "
        "mail.\n"
    )
    return Mail(to=email, subject="Verify your new e-mail address", text=text, link=link, now=now)


def invitation(email: str, code: str, public_url: str, *, now: datetime) -> Mail:
    """The mail whose link lets its reader register."""
    link = f"{public_url}/register?invitation={code}"
    text = (
        "Hello,\n\n"
        "you are invited to PyDash, which shows all your Flask-MonitoringDashboards on one page. "
        "Open this link to make an account with this e-mail address:\n\n"
        f"{link}\n\n"
        "The link works once and for seven days.\n"
    )
    return Mail(to=email, subject="You are invited to PyDash", text=text, link=link, now=now)
