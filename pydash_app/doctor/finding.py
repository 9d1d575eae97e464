"""What was found."""

from dataclasses import dataclass
from typing import Literal

from pydash_app.health.reasons import Reason

Level = Literal["fine", "warning", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: what, in a word or two that stay the same.
        level: a problem keeps PyDash from working or loses something; a warning may, later.
        sentence: what was found, and what to do.
    """

    about: str
    level: Level
    sentence: str


def from_reason(about: str, reason: Reason) -> Finding:
    """The same as PyDash's health says it."""
    return Finding(about, "problem" if reason.is_failure else "warning", reason.message)
