"""`python -m benchmarks.shares`: measures this code and an older one, and writes SHARES.md."""

import argparse
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.shares.cases import CASES, People
from benchmarks.shares.report import Measured, write
from benchmarks.shares.stack import Tree, peak_mib
from tests.stack.client import Client

ROOT = Path(__file__).resolve().parent.parent.parent
BEFORE = "763eaa5"
"""The last commit that knew no shares."""

GREEDY_ADDRESS, OTHER_ADDRESS = "127.0.0.1", "127.0.0.2"


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--before", default=BEFORE)
    parser.add_argument("--cases", nargs="*", default=list(CASES))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _working_copy(chosen.before) as copy:
        trees = {
            "before": Tree.in_folder(copy, Path(folder) / "before"),
            "now": Tree.in_folder(ROOT, Path(folder) / "now"),
        }
        by_tree = {
            name: _measure(tree, chosen.calls, chosen.cases) for name, tree in trees.items()
        }
    found = {case: {name: by_tree[name][case] for name in trees} for case in chosen.cases}
    print(write(chosen.before, found, chosen.calls))


def _measure(tree: Tree, call_count: int, cases: list[str]) -> Mapping[str, Measured]:
    with tree.running_database():
        dashboards = tree.seed(call_count)
        return {case: _measure_case(tree, dashboards, case) for case in cases}


def _measure_case(tree: Tree, dashboards: Mapping[str, str], case: str) -> Measured:
    """Each with a web server that was just started, so that its memory is of this case alone."""
    with tree.running_web() as web:
        greedy, other = dashboards
        people = People(
            Client(tree.port, GREEDY_ADDRESS, greedy),
            Client(tree.port, OTHER_ADDRESS, other),
            dashboards,
        )
        people.greedy.log_in()
        people.other.log_in()
        outcome = CASES[case](people)
        return Measured(outcome, peak_mib(web))


@contextmanager
def _working_copy(commit: str) -> Iterator[Path]:
    """The code of a commit in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        _git("worktree", "add", "--quiet", "--detach", str(copy), commit)
        try:
            yield copy
        finally:
            _git("worktree", "remove", "--force", str(copy))


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)  # noqa: S607


if __name__ == "__main__":
    main()
