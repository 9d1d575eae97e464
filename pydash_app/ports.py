"""What the domain needs from outside, as protocols; `pydash_cli` plugs in the real things."""

from datetime import datetime
from email.message import EmailMessage
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The present instant, aware, UTC."""
        ...


class Mailer(Protocol):
    """Brings mails on their way."""

    def send(self, message: EmailMessage, *, link: str) -> None:
        """Hand one mail over, whole or not at all.

        Args:
            message: ready to be sent.
            link: the one that it is about, for those who have no mail server yet.

        Raises:
            UnavailableError: it can't be handed over now; trying later may help.
        """
        ...


class Progress(Protocol):
    """Is told how far something long is."""

    def __call__(self, done: int, total: int, /) -> object:
        """So much is done, of about so much."""


def tell_nobody(_done: int, _total: int) -> None:
    """The progress that nobody wants to know."""
