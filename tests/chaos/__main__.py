"""Breaks a running PyDash again and again, and compares every call afterwards.

python -m tests.chaos --rounds 200 --seed 1
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.report import write_report
from tests.chaos.rounds import RoundResult
from tests.chaos.stage import Stage, stage


def main() -> int:
    """Play the rounds; 0 when nothing was lost, doubled, stuck or late."""
    options = _parse_options()
    chance = random.Random(options.seed)  # noqa: S311
    folder = Path(tempfile.mkdtemp(prefix="pydash-chaos-"))
    _say(f"seed {options.seed}; data and logs in {folder}")
    started_s = time.monotonic()
    with stage(folder, chance, stub_hosts=3, remotes_each=3, fmds=2) as running:
        for reason in running.missing:
            _say(f"left out: {reason}")
        running.rounds.await_first_fetches()
        results = [_play(running, number) for number in range(1, options.rounds + 1)]
        whole = running.checker.check_all()
        log = running.pydash.log_path.read_text("utf-8", "replace")
    report = write_report(
        results,
        whole,
        missing=running.missing,
        seed=options.seed,
        log=log,
        lasted_s=time.monotonic() - started_s,
    )
    _say(report)
    is_good = all(result.is_good for result in results) and not whole.lost and not whole.doubled
    return 0 if is_good else 1


def _play(running: Stage, number: int) -> RoundResult:
    result = running.rounds.play(number)
    _say(f"{'' if result.is_good else 'FAILED '}{result}")
    return result


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
