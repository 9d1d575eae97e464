"""Samples how much memory the processes of an installation take, by what they are for."""

import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

MEBIBYTE = 1024 * 1024
PAGE_BYTES = 4096
ROLES = {"serve": "database server", "scheduler": "scheduler", "web": "web"}


class MemoryLog:
    """What all processes of a role take together, sample by sample.

    Args:
        data_dir: of the installation; its processes inherit the setting.
    """

    def __init__(self, data_dir: Path) -> None:
        self._marker = f"PYDASH_DATA_DIR={data_dir}".encode()
        self._samples: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def sample(self) -> None:
        """Look once."""
        now_s = time.monotonic()
        found: dict[str, float] = defaultdict(float)
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                environment = (folder / "environ").read_bytes().split(b"\0")
                if self._marker not in environment:
                    continue
                pages = int((folder / "statm").read_text().split()[1])
                words = (folder / "cmdline").read_bytes().decode().split("\0")
            except (OSError, IndexError):  # it has just ended
                continue
            found[_role_of(words)] += pages * PAGE_BYTES / MEBIBYTE
        for role, size_mb in found.items():
            self._samples[role].append((now_s, size_mb))

    def quarters_mb(self) -> Mapping[str, list[float]]:
        """The median of each quarter of the time, by role."""
        begin_s = min(samples[0][0] for samples in self._samples.values())
        end_s = max(samples[-1][0] for samples in self._samples.values())
        bounds = np.linspace(begin_s, end_s + 1e-6, 5)
        found = {}
        for role, samples in self._samples.items():
            at_s, size_mb = np.array(samples).T
            quarter = np.searchsorted(bounds, at_s, side="right") - 1
            found[role] = [
                float(np.median(size_mb[quarter == number])) if (quarter == number).any() else 0.0
                for number in range(4)
            ]
        return found


def _role_of(words: list[str]) -> str:
    known = [role for word, role in ROLES.items() if word in words]
    if known:
        return known[0]
    if any("spawn_main" in word for word in words):
        return "workers"
    return "tidying" if any("resource_tracker" in word for word in words) else "supervisor"
