"""Every target of the Makefile can be made: no name in it leads nowhere."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE = re.compile(r"-m (benchmarks|tests)((?:\.\w+)*)")


def plan(*targets: str) -> str:
    """What making them would run, with nothing made yet and nothing run."""
    make = shutil.which("make")
    assert make is not None
    command = [make, "--dry-run", "--always-make", "--no-print-directory", *targets]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


def targets() -> list[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return re.findall(r"^\.PHONY: (\S+)$", text, re.MULTILINE)


@pytest.mark.parametrize("target", targets())
def test_what_a_target_needs_and_runs_is_there(target: str) -> None:
    for package, path in MODULE.findall(plan(target)):
        module = ROOT / package / Path(*path.strip(".").split("."))
        assert module.with_suffix(".py").exists() or (module / "__main__.py").exists()
