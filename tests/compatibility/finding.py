"""What was found out about one release."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.compatibility.abilities import Abilities
from tests.compatibility.releases import Release
from tests.compatibility.remote_database import Call

MOST_EXAMPLES = 5


@dataclass
class Finding:
    """How one release did.

    Attributes:
        compared: how many calls the remotes of this release hold in the end.
        not_noted: how many calls their apps served, and they themselves did not note.
        abilities: what it gives; `None` where that was not found out.
        faults: sentences; none where all is well.
    """

    release: Release
    wire: str = ""
    abilities: Abilities | None = None
    compared: int = 0
    not_noted: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults

    def compare(self, held: Sequence[Call], stored: Sequence[Call], when: str) -> None:
        """Note every call that only one side has."""
        lost = Counter(held) - Counter(stored)
        doubled = Counter(stored) - Counter(held)
        self.lost, self.doubled = max(self.lost, lost.total()), max(self.doubled, doubled.total())
        for word, calls in (("lost", lost), ("doubled or changed", doubled)):
            if calls:
                shown = ", ".join(map(str, list(calls)[:MOST_EXAMPLES]))
                self.faults.append(f"{when}: {calls.total()} {word}, such as {shown}")
