"""Warns the owner of an account of what changed, at the address that was theirs before.

Each notice carries a link that undoes the change or stops it; see
`pydash_app.user.services.undoing`.
"""

from datetime import datetime

from pydash_app.database import Root
from pydash_app.mail import queue
from pydash_app.mail.entity import Mail
from pydash_app.user import credential_repository
from pydash_app.user.credentials import UNDO_LIFETIME, ApiToken, MailedCode, UndoAct
from pydash_app.user.entity import User
from pydash_app.user.services.codes import digest_of, make_code

_LOCK_DOWN = (
    "If it was not you, open this link within seven days. It ends every session and API token, "
    "and mails you a link to choose another password"
)
_AS_WELL = "Then change your password, too.\n"


def password_changed(
    root: Root, user: User, *, tokens_ended: bool, public_url: str, now: datetime
) -> None:
    """Say that the password is another one."""
    tokens = "API tokens ended, too." if tokens_ended else "API tokens work as before."
    text = (
        "the password of your PyDash account, which has existed since "
        f"{user.created_at:%Y-%m-%d}, was changed, and everybody who was logged in with the "
        f"former one is logged out. {tokens}\n\n"
        f"{_LOCK_DOWN}:"
    )
    _send(root, user, "password", "Your password was changed", text, public_url, now)


def email_changing(root: Root, user: User, *, public_url: str, now: datetime) -> None:
    """Say at the present address that another one is to take its place."""
    text = (
        f"somebody, probably you, wants to use {user.pending_email} for your PyDash account from "
        "now on. It will count as soon as it is verified.\n\n"
        f"{_LOCK_DOWN}; the new address will not count:"
    )
    subject = "Your e-mail address is about to change"
    _send(root, user, "email", subject, text, public_url, now)


def email_changed(root: Root, user: User, email: str, *, public_url: str, now: datetime) -> None:
    """Say at the address that still counts, and in a moment no longer will, which one does."""
    text = (
        f"your PyDash account now uses {email} instead of this address.\n\n"
        f"{_LOCK_DOWN}; your account uses this address again:"
    )
    _send(root, user, "email", "Your e-mail address was changed", text, public_url, now)


def renamed(root: Root, user: User, former: str, *, public_url: str, now: datetime) -> None:
    """Say that the account has another name."""
    text = (
        f"the name of your PyDash account was changed from {former} to {user.name}.\n\n"
        "If it was not you, open this link within seven days. It brings the former name back:"
    )
    subject = "The name of your account was changed"
    _send(root, user, "name", subject, text, public_url, now, detail=former, advice=_AS_WELL)


def token_made(root: Root, user: User, token: ApiToken, *, public_url: str, now: datetime) -> None:
    """Say that there is another API token."""
    may = "read and change everything" if token.scope == "write" else "read everything"
    text = (
        f"an API token with the name {token.name} was made. A script that has it may {may} that "
        "is on your dashboards.\n\n"
        "If it was not you, open this link within seven days. It deletes the token:"
    )
    _send(
        root,
        user,
        "token",
        "An API token was made",
        text,
        public_url,
        now,
        detail=token.id,
        advice=_AS_WELL,
    )


def tokens_deleted(root: Root, user: User, what: str, *, public_url: str, now: datetime) -> None:
    """Say that API tokens opens nothing any more."""
    text = f"{what} of your PyDash account.\n\n{_LOCK_DOWN}:"
    _send(root, user, "password", "API tokens were deleted", text, public_url, now, pool="token")


def _send(  # noqa: PLR0913  what stands in the mail, and what its link undoes
    root: Root,
    user: User,
    act: UndoAct,
    subject: str,
    text: str,
    public_url: str,
    now: datetime,
    *,
    detail: str = "",
    advice: str = "",
    pool: UndoAct | None = None,
) -> None:
    code = make_code()
    link = f"{public_url}/undo/{code}"
    whole = f"Hello,\n\n{text}\n\n{link}\n"
    mail = Mail(
        to=user.email,
        subject=subject,
        text=f"{whole}\n{advice}" if advice else whole,
        link=link,
        now=now,
    )
    mail.pool = pool or act
    if queue.add(root, mail):
        kept = MailedCode(
            user_id=user.id, purpose="undo", email=user.email, expires_at=now + UNDO_LIFETIME
        )
        user.undo_count += 1
        kept.act, kept.detail, kept.number = act, detail, user.undo_count
        credential_repository.add_code(root, digest_of(code), kept)
