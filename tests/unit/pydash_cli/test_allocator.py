"""Threads share few heaps, unless the operator has chosen."""

import os
import subprocess
import sys

import pytest

SHARE = "from pydash_cli.allocator import share_heaps; print(share_heaps())"

needs_glibc = pytest.mark.skipif(
    "CS_GNU_LIBC_VERSION" not in os.confstr_names, reason="this C library has no such heaps"
)


def run(**environment: str) -> str:
    """What a process of its own says: heaps can't be unshared again."""
    kept = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", SHARE],
        env=kept | environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@needs_glibc
def test_threads_share_heaps() -> None:
    assert run() == "True"


def test_the_operators_own_setting_stays() -> None:
    assert run(MALLOC_ARENA_MAX="6") == "False"
