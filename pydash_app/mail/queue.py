"""The queue of mails in the database."""

from pydash_app.database import Root
from pydash_app.mail import allowance
from pydash_app.mail.entity import Mail


def add(root: Root, mail: Mail) -> bool:
    """Queue a mail; it will be sent if this transaction is committed.

    Returns:
        whether it is; its reader gets only so many an hour.
    """
    if not allowance.take(root, mail):
        return False
    root["mails"][mail.id] = mail
    return True


def find(root: Root, mail_id: str) -> Mail | None:
    """A mail that still waits."""
    mail: Mail | None = root["mails"].get(mail_id)
    return mail


def list_all(root: Root) -> list[Mail]:
    """Every mail that waits."""
    return list(root["mails"].values())


def remove(root: Root, mail_id: str) -> None:
    """Forget a mail; one that is gone already stays so."""
    root["mails"].pop(mail_id, None)
