"""`python -m benchmarks [100k 1M 10M]`: measures with so many calls, and writes RESULTS.md."""

import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from benchmarks.report import save, write_chapter
from benchmarks.rounds import run_round

UNITS = {"k": 1_000, "m": 1_000_000}
USUAL = ("100k", "1M")


def main() -> None:
    """Measure, print and save."""
    # The last midnight: FMD's overview looks at the last days of the real calendar.
    end_at = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    for size in sys.argv[1:] or USUAL:
        with tempfile.TemporaryDirectory() as folder:
            chapter = write_chapter(run_round(_parse_size(size), end_at, Path(folder)))
        print(chapter, flush=True)
        save(chapter)


def _parse_size(text: str) -> int:
    """How many: `100k`, `1M` or a plain number."""
    factor = UNITS.get(text[-1].lower(), 1)
    return int(text[:-1] if factor > 1 else text) * factor


if __name__ == "__main__":
    main()
