"""How large a packed database of many dashboards is to be, reckoned from what is in it.

The figures are of `tests/unit/measurements/test_database_size.py`, which stores calls of the
benchmarks' remote without a network, and of docs/scaling.md, which tells them.
"""

from dataclasses import dataclass

from pydash_app.dashboard import repository
from pydash_app.database import Root
from pydash_app.measurements import repository as measurements

EMPTY_BYTES = 6_700
"""Of a database in which there is nothing yet but its rooms."""

DASHBOARD_BYTES = 7_400
"""Of one with calls: its document, its state, its vocabularies, its part of the indexes."""

PACKED_BYTES = 5_200
"""What a dashboard takes besides once calls were compacted: packed columns, a day's roll-ups."""

CALL_BYTES = 8.1
WINDOW_BYTES = 500
"""Of a window that was fetched and not compacted yet, besides its calls."""

MOST_DEVIATION = 0.15


@dataclass(frozen=True)
class Contents:
    """What is in a database.

    Attributes:
        packed_count: of the dashboards, those of which calls were compacted.
        window_count: windows that were fetched since.
    """

    dashboard_count: int
    packed_count: int
    call_count: int
    window_count: int

    def expected_bytes(self) -> float:
        """What its file is to take once it is packed."""
        return (
            EMPTY_BYTES
            + self.dashboard_count * DASHBOARD_BYTES
            + self.packed_count * PACKED_BYTES
            + self.call_count * CALL_BYTES
            + self.window_count * WINDOW_BYTES
        )

    def fits(self, size_bytes: int) -> bool:
        """Whether a packed file is about as large as it is to be."""
        expected_bytes = self.expected_bytes()
        return abs(size_bytes - expected_bytes) <= expected_bytes * MOST_DEVIATION


def read_contents(root: Root) -> Contents:
    """Count."""
    dashboards = repository.list_all(root)
    call_counts = [measurements.get(root, each.id).call_count for each in dashboards]
    states = [each.fetching for each in dashboards]
    return Contents(
        dashboard_count=len(dashboards),
        packed_count=sum(
            state.fresh_call_count < call_count
            for state, call_count in zip(states, call_counts, strict=True)
        ),
        call_count=sum(call_counts),
        window_count=sum(state.fresh_window_count for state in states),
    )
