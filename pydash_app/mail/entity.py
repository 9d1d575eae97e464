"""A mail that waits to be sent."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import uuid4

from persistent import Persistent

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
LIFETIME = timedelta(hours=24)
"""As long as the codes inside are valid."""


Pool = Literal["anybody", "password", "email", "name", "token", "undo"]
"""What a mail is counted with: what anybody can cause, or one kind of notice to an owner."""


class Mail(Persistent):
    """A mail that waits to be sent.

    Attributes:
        link: the one that the text is about; it stands on a line of its own there.
        next_try_at: not to be tried before.
        pool: what it is counted with.
        is_useful: whether its reader may wait for it. Others leave half of the count to those.
    """

    pool: Pool = "anybody"
    is_useful = True

    def __init__(self, *, to: str, subject: str, text: str, link: str, now: datetime) -> None:
        self.id = str(uuid4())
        self.to = to
        self.subject = subject
        self.text = text
        self.link = link
        self.created_at = now
        self.next_try_at = now
        self.failure_count = 0

    def postpone(self, *, now: datetime) -> None:
        """Wait before the next try, twice as long after each failure."""
        self.next_try_at = now + _pause_after(self.failure_count)
        self.failure_count += 1

    def is_due(self, *, now: datetime) -> bool:
        """Tell whether it is to be tried now; nothing is put off for longer than its pause.

        What is, was put off by a clock that was wrong.
        """
        wait = self.next_try_at - now
        return bool(wait <= timedelta() or wait > self._last_pause())

    def _last_pause(self) -> timedelta:
        if not self.failure_count:
            return timedelta()
        return _pause_after(self.failure_count - 1)

    def is_expired(self, *, now: datetime) -> bool:
        """Tell whether it is too late to send it."""
        return now >= self.created_at + LIFETIME


def _pause_after(failure_count: int) -> timedelta:
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(failure_count, 16), LONGEST_PAUSE)
    return pause
