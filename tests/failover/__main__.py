"""Takes the leading scheduler away again and again, and compares every call.

python -m tests.failover --rounds 20
"""

import argparse
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from tests.failover.rounds import KINDS
from tests.failover.stage import stage


def main() -> int:
    """Play the rounds; 0 when nothing was lost, doubled or late."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    folder = Path(tempfile.mkdtemp(prefix="pydash-failover-"))
    _say(f"data and logs in {folder}")
    results = []
    with stage(folder) as rounds:
        rounds.await_fetches()
        for number, kind in enumerate(islice(cycle(KINDS), parser.parse_args().rounds), start=1):
            results.append(rounds.play(kind))
            _say(f"{number:3} {'good  ' if results[-1].is_good else 'FAILED'} {results[-1]}")
        whole = rounds.check_all()
    _say(
        f"{sum(result.is_good for result in results)} of {len(results)} rounds were good; slowest "
        f"takeover {max(result.takeover_s for result in results):.1f} s; {whole.checked} calls "
        f"compared at the end, {whole.lost} lost, {whole.doubled} doubled"
    )
    is_good = all(result.is_good for result in results) and not whole.lost and not whole.doubled
    return 0 if is_good else 1


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
