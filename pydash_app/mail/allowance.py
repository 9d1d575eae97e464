"""How many mails one person gets, whichever door sends them.

Counted here, where every mail passes, in the transaction that queues it, so that a new door can't
forget it. Mails that anybody can cause share one count for each address. Each kind of notice that
warns an owner has a count of its own, so that no flood of other mails keeps a warning back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from pydash_app.database import Database, Root, noted
from pydash_app.mail.entity import Mail
from pydash_app.text_forms import fold

MOST_MAILS = 10
"""Per address, count and hour, where nobody has set another number."""

WINDOW = timedelta(hours=1)
CLOCK_TOLERANCE = timedelta(minutes=1)
"""How far the clocks of two web servers may be apart."""


def limit_mails(database: Database, most_mails: int) -> Database:
    """The same database for one who sends so many mails per address and hour; 0 is no limit."""
    return database.noting(limit_mails, most_mails)


def take(root: Root, mail: Mail) -> bool:
    """Count a mail, unless there were too many; whether it may be sent."""
    most = noted(root, limit_mails)
    most = MOST_MAILS if most is None else most
    if not most:
        return True
    key = _digest_of(mail)
    now = mail.created_at
    counted = root["mail_counts"].get(key, ())
    # Those of a clock that was ahead would count for longer than their hour.
    sent = [at for at in counted if now - WINDOW < at <= now + CLOCK_TOLERANCE]
    if len(sent) >= (most if mail.is_useful else max(1, most // 2)):
        return False
    root["mail_counts"][key] = (*sent, mail.created_at)
    return True


def list_outdated(root: Root, *, now: datetime) -> list[str]:
    """The counts that hold nothing back any more."""
    return [key for key, sent in root["mail_counts"].items() if max(sent) <= now - WINDOW]


def forget(root: Root, keys: Sequence[str]) -> None:
    """Drop counts; one that is gone already stays so."""
    for key in keys:
        root["mail_counts"].pop(key, None)


def _digest_of(mail: Mail) -> str:
    return blake2b(f"{mail.pool}\0{fold(mail.to)}".encode(), digest_size=16).hexdigest()
