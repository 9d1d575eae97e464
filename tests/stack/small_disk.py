"""A disk of a few megabytes that a test may fill up."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_FILLER = "filler"
_BLOCK_BYTES = 4096


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own.

    Attributes:
        path: where it is mounted.
    """

    path: Path

    def fill(self, *, leave_bytes: int = 0) -> None:
        """Leave so little space that nothing larger fits any more."""
        with (self.path / _FILLER).open("ab", buffering=0) as filler:
            for piece_bytes in (1024 * 1024, _BLOCK_BYTES, 1):
                with contextlib.suppress(OSError):  # full
                    while True:
                        filler.write(bytes(piece_bytes))
            filler.truncate(max(0, filler.tell() - leave_bytes))

    def free(self) -> None:
        """Give the space back; nothing happens where it was not filled."""
        (self.path / _FILLER).unlink(missing_ok=True)


def can_mount() -> bool:
    """Whether this machine lets this user mount a tmpfs."""
    return os.geteuid() == 0 and shutil.which("mount") is not None and _try_mount()


@contextlib.contextmanager
def small_disk(path: Path, *, size_bytes: int) -> Iterator[SmallDisk]:
    """Mount a tmpfs for as long as the block lasts.

    Args:
        path: an empty folder.
        size_bytes: what fits.
    """
    _mount(path, size_bytes)
    try:
        yield SmallDisk(path)
    finally:
        # Lazily: whoever still has a file open there keeps it, and holds up nobody.
        _call("umount", "--lazy", str(path)).check_returncode()


def skip_unless_mountable() -> None:
    """Skip the test that calls this where no disk can be made."""
    if not can_mount():
        pytest.skip("This machine does not let tests mount a tmpfs; run them as root.")


def _try_mount() -> bool:
    # In a mount namespace of its own, which ends with the command.
    return _call("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt").returncode == 0


def _mount(path: Path, size_bytes: int) -> None:
    options = f"size={size_bytes},mode=0700"
    _call("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(path)).check_returncode()


def _call(*command: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(command, check=False, capture_output=True)  # noqa: S603
