"""Besieges a running PyDash, and writes down what those who use it notice.

python -m tests.strangers --clients 500 --seconds 300
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

from tests.strangers.report import list_failures, write_report
from tests.strangers.siege import Siege, stage

PAGE = Path("docs/reliability.md")
HEADING = "## Five hundred hostile connections"


def main() -> int:
    """Besiege one; 0 when nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="pydash-strangers-"))
    _say(f"data and logs in {folder}")
    siege = Siege()
    with stage(folder) as running:
        running.watch(siege, clients=options.clients, seconds=options.seconds)
        failures = list_failures(siege, running.pydash.settings, is_timed=True)
    load = f"The machine has {os.cpu_count()} cores; its load was {os.getloadavg()[2]:.1f}."
    report = write_report(siege, clients=options.clients, seconds=options.seconds)
    _say(f"{report}\n\n{load}")
    _write_down(f"{report}\n\n{load}")
    for failure in failures:
        _say(f"FAILED {failure}")
    return 1 if failures else 0


def _write_down(report: str) -> None:
    """Put the report into its section of the page, below the section's first paragraph."""
    page = PAGE.read_text("utf-8")
    section = re.compile(rf"({re.escape(HEADING)}\n\n[^\n]+\n).*?(?=\n## |\Z)", re.DOTALL)
    PAGE.write_text(section.sub(lambda found: f"{found[1]}\n{report}\n", page), "utf-8")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
