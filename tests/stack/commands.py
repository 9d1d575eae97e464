"""Runs PyDash's commands as an operator does."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

TIMEOUT_S = 120


def run_pydash(
    *arguments: str, settings: Mapping[str, str], typed: str = "", code: int = 0
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, and make sure how it ended.

    Args:
        *arguments: what comes after `pydash`.
        settings: `PYDASH_*` variables with their prefix.
        typed: what it reads from standard input.
        code: with which it is to end.
    """
    environment = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    done = subprocess.run(  # noqa: S603  PyDash itself
        [sys.executable, "-m", "pydash_cli", *arguments],
        env={**environment, **settings},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def ask_pydash(*arguments: str, settings: Mapping[str, str], typed: str = "") -> Any:
    """What a command answers as JSON."""
    done = run_pydash(*arguments, "--json", settings=settings, typed=typed)
    return json.loads(done.stdout)
