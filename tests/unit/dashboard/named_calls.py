"""A remote whose calls bear whatever texts a test is about, read as any remote's are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window
from pydash_app.remote import CallsAnswer
from pydash_app.remote.call_rows import CallRow, to_batch
from pydash_app.statistics.instants import EPOCH
from tests.unit.dashboard.scripted_remote import ScriptedRemote


@dataclass(frozen=True)
class NamedCall:
    """A call with the texts that matter."""

    at: datetime
    endpoint: str = "home"
    version: str = "1.0"
    group_by: str = "None"

    @property
    def row(self) -> CallRow:
        """As a remote sends it."""
        text = self.at.strftime("%Y-%m-%d %H:%M:%S.%f")
        return CallRow(self.endpoint, 1.0, text, self.version, "10.0.0.1", self.group_by)


@dataclass
class NamedRemote(ScriptedRemote):
    """A monitored app with these calls."""

    named: Sequence[NamedCall] = field(default_factory=list)

    def _answer(self, window: Window) -> CallsAnswer:
        inside = [
            call.row
            for call in self.named
            if window.after_s < (call.at - EPOCH).total_seconds() <= window.until_s
        ]
        return CallsAnswer(to_batch(inside), None, 0)


@dataclass(frozen=True)
class NamedPage:
    """All calls of a source."""

    batch: CallBatch
    row_count: int


@dataclass(frozen=True)
class NamedSource:
    """The same calls, to be imported."""

    named: Sequence[NamedCall]

    def pages(self) -> Iterator[NamedPage]:
        """One page of all."""
        yield NamedPage(to_batch([call.row for call in self.named]), len(self.named))
