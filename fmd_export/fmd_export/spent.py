"""Which proofs were used: each is good once.

What is remembered is what was signed, not how the signature was written: of one signature there
are several spellings. Processes of one app share no memory, so each proof also leaves an empty
file in a folder of this machine that they share; who creates it was the first.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import threading
from pathlib import Path

from fmd_export.proof import CLOCK_TOLERANCE_S, LONGEST_LIFE_S

KEPT_S = LONGEST_LIFE_S + 2 * CLOCK_TOLERANCE_S
"""For so long may a proof hold from the moment it is first seen, by clocks that differ."""


class SpentProofs:
    """The proofs that an app was shown, for as long as they hold.

    Args:
        folder: shared with the other processes; without one, each process knows its own only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._seen_at_s: dict[str, float] = {}
        self._lock = threading.Lock()
        self._swept_at_s = 0.0

    def spend(self, proof: str, *, now_s: float) -> bool:
        """Use a proof up, whose signature fits; whether this is its first use."""
        signed = proof.rpartition(".")[0]
        digest = hashlib.sha256(signed.encode()).hexdigest()
        with self._lock:
            self._forget(now_s)
            if digest in self._seen_at_s:
                return False
            self._seen_at_s[digest] = now_s
        return self._mark(digest)

    def _forget(self, now_s: float) -> None:
        for digest, seen_at_s in list(self._seen_at_s.items()):
            if 0 <= now_s - seen_at_s <= KEPT_S:
                break  # all after it were seen later
            del self._seen_at_s[digest]
        if not 0 <= now_s - self._swept_at_s <= KEPT_S:
            self._swept_at_s = now_s
            self._sweep(now_s)

    def _mark(self, digest: str) -> bool:
        if self._folder is None:
            return True
        try:
            os.close(os.open(self._folder / digest, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        except (
            OSError
        ):  # a full disk, or a folder that was removed: what this process knows counts
            return True
        return True

    def _sweep(self, now_s: float) -> None:
        if self._folder is None:
            return
        try:
            for mark in self._folder.iterdir():
                if now_s - mark.lstat().st_mtime > KEPT_S:
                    mark.unlink()
        except OSError:  # another process sweeps, too
            return


def find_shared_folder() -> Path | None:
    """A folder for this user's processes alone, or `None` where there can't be one."""
    owner = getattr(os, "geteuid", lambda: None)()
    if owner is None:
        return None
    folder = Path(tempfile.gettempdir()) / f"fmd_export-{owner}"
    try:
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    is_private = found.st_mode == stat.S_IFDIR | stat.S_IRWXU
    return folder if is_private and found.st_uid == owner else None
