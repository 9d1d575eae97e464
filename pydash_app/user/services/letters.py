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
