"""Reads the parts of a mail."""

from email.message import EmailMessage


def text_of(message: EmailMessage) -> str:
    """The plain text."""
    return _read(message, "plain")


def html_of(message: EmailMessage) -> str:
    """The page that says the same."""
    return _read(message, "html")


def _read(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())
