"""`python -m benchmarks [100k 1M 10M 100M]`: measures with so many calls, writes RESULTS.md."""

import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from benchmarks.report import save, write_chapter, write_large_chapter
from benchmarks.rounds import run_large_round, run_round
from benchmarks.web_memory import WebMemory

UNITS = {"k": 1_000, "m": 1_000_000}
USUAL = ("100k", "1M")

MOST_COMPARED = 20_000_000
"""With more calls, PyDash is measured alone."""


def main() -> None:
    """Measure, print and save; fail where the web process takes more memory than it may."""
    # The last midnight: FMD's overview looks at the last days of the real calendar.
    end_at = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    measured = [_measure(_parse_size(size), end_at) for size in sys.argv[1:] or USUAL]
    too_large = [memory for memory in measured if not memory.is_within_bound]
    for memory in too_large:
        print(f"{memory.call_count:,} calls took the web process more than {memory.most_mib} MiB.")
    sys.exit(1 if too_large else 0)


def _measure(call_count: int, end_at: datetime) -> WebMemory:
    with tempfile.TemporaryDirectory() as folder:
        if call_count > MOST_COMPARED:
            large = run_large_round(call_count, end_at, Path(folder))
            chapter, memory = write_large_chapter(large), large.memory
        else:
            found = run_round(call_count, end_at, Path(folder))
            chapter, memory = write_chapter(found), found.memory
    print(chapter, flush=True)
    save(chapter)
    return memory


def _parse_size(text: str) -> int:
    """How many: `100k`, `1M` or a plain number."""
    factor = UNITS.get(text[-1].lower(), 1)
    return int(text[:-1] if factor > 1 else text) * factor


if __name__ == "__main__":
    main()
