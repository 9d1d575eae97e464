"""`make two-pods`: two apps with databases of their own behind one address."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.pods.history import History


def main() -> None:
    """Let it happen, say what was seen, and end with 1 where a row is lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between two visits")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        outcome = History(Path(name), duration_s=options.seconds, pause_s=options.pause).run()
    print(outcome)  # noqa: T201
    sys.exit(bool(outcome.lost or outcome.doubled))


if __name__ == "__main__":
    main()
