"""Tries PyDash with every release of Flask-MonitoringDashboard, and writes a table of it.

python -m tests.compatibility
python -m tests.compatibility 1.10.9 3.0.9    only these; the other rows stay
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.compatibility.examination import examine
from tests.compatibility.finding import Finding
from tests.compatibility.releases import RELEASES, Release
from tests.compatibility.report import PAGE, write_page
from tests.compatibility.running_release import SetUpError, set_up


def main() -> int:
    """Try them, some at a time; 0 when all are good."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("versions", nargs="*", choices=[[], *(each.version for each in RELEASES)])
    parser.add_argument("--at-once", type=int, default=2, help="how many are tried at a time")
    options = parser.parse_args()
    versions = options.versions
    with ProcessPoolExecutor(options.at_once) as processes:
        findings = list(processes.map(_try, _choose(versions)))
    bad = [found.release.version for found in findings if not found.is_good]
    write_page(findings)
    _say(f"The table stands in {PAGE.relative_to(Path.cwd())}.")
    _say(f"Failed: {', '.join(bad)}." if bad else f"All {len(findings)} releases are good.")
    return 1 if bad else 0


def _choose(versions: Sequence[str]) -> list[Release]:
    return [release for release in RELEASES if not versions or release.version in versions]


def _try(release: Release) -> Finding:
    started_s = time.monotonic()
    try:
        set_up(release)
        with tempfile.TemporaryDirectory(prefix="pydash-compatibility-") as folder:
            found = examine(release, Path(folder))
    except SetUpError as error:
        found = Finding(release, faults=[str(error)])
    took_s = time.monotonic() - started_s
    result = "good" if found.is_good else "FAILED"
    counts = f"{found.compared:,} compared, {found.lost} lost, {found.doubled} doubled"
    _say(f"{release.version}: {result}; {counts}; {took_s:.0f} s")
    for fault in found.faults:
        _say(f"  {fault}")
    return found


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
