"""Sends the mails that wait."""

import logging
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from uuid import UUID

import idna

from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import UnavailableError
from pydash_app.mail import queue
from pydash_app.mail.entity import Mail
from pydash_app.mail.html import write_html
from pydash_app.ports import Mailer

LONGEST_LINE_CHARACTERS = 990
"""Lines up to this length are sent unbroken, so that a link stays on one (RFC 5322: 998)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Letter:
    message: EmailMessage
    link: str
    is_expired: bool


@reading
def list_pending(root: Root, *, now: datetime) -> list[UUID]:
    """The mails that are to be sent now."""
    return [UUID(mail.id) for mail in queue.list_all(root) if mail.is_due(now=now)]


def send(database: Database, mailer: Mailer, mail_id: UUID, *, sender: str, now: datetime) -> None:
    """Send one mail and forget it; keep it for later where that fails.

    A crash between the two sends it a second time: better twice than never.

    Raises:
        UnavailableError: the mail could not be handed over.
    """
    letter = _read(database, str(mail_id), sender, now)
    if letter is None:
        return
    if letter.is_expired:
        log.error("A mail could not be sent for a day and was given up.")
        _forget(database, str(mail_id))
        return
    try:
        mailer.send(letter.message, link=letter.link)
    except UnavailableError:
        _postpone(database, str(mail_id), now)
        raise
    _forget(database, str(mail_id))


@reading
def _read(root: Root, mail_id: str, sender: str, now: datetime) -> _Letter | None:
    mail = queue.find(root, mail_id)
    if mail is None:
        return None
    return _Letter(compose(mail, sender), mail.link, mail.is_expired(now=now))


@transactional
def _forget(root: Root, mail_id: str) -> None:
    queue.remove(root, mail_id)


@transactional
def _postpone(root: Root, mail_id: str, now: datetime) -> None:
    mail = queue.find(root, mail_id)
    if mail is not None:
        mail.postpone(now=now)


def ascii_address(address: str) -> str:
    """The form of an address that every mail server takes: its domain as DNS knows it."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{idna.encode(domain, uts46=True).decode()}"


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Write the mail out as RFC 5322 wants it."""
    message = EmailMessage(default.clone(max_line_length=LONGEST_LINE_CHARACTERS))
    message["From"] = sender
    message["To"] = ascii_address(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}@pydash>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(mail.text)
    message.add_alternative(write_html(mail.subject, mail.text, mail.link), subtype="html")
    return message
