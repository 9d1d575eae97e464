"""A clock that a remote and PyDash share, and that tests can set."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "chaos" / "jumping_clock.c"


class Clock:
    """Goes as the machine's does, until it is set.

    Args:
        folder: for what makes other processes believe it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offset_s = 0

    def now(self) -> datetime:
        """The present, as the clock shows it."""
        return datetime.now(UTC) + timedelta(seconds=self._offset_s)

    def set(self, at: datetime) -> None:
        """Let it show an instant now."""
        self._set_offset(round((at - datetime.now(UTC)).total_seconds()))

    def advance(self, by: timedelta) -> None:
        """Let it show an instant later by so much."""
        self._set_offset(self._offset_s + round(by.total_seconds()))

    def variables(self) -> Mapping[str, str]:
        """The environment of a process that is to go by this clock.

        Raises:
            LookupError: there is no C compiler.
        """
        library = self._folder / "jumping_clock.so"
        if not library.exists():
            compiler = shutil.which("cc")
            if compiler is None:
                raise LookupError("To set a clock needs a C compiler, as `cc`.")
            command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE)]
            subprocess.run(command, check=True)  # noqa: S603
        self._set_offset(self._offset_s)
        return {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(self._path)}

    @property
    def _path(self) -> Path:
        return self._folder / "clock"

    def _set_offset(self, offset_s: int) -> None:
        self._offset_s = offset_s
        fresh = self._folder / "clock.new"
        fresh.write_text(f"{offset_s:+d}\n")
        fresh.replace(self._path)  # at once: who reads it meanwhile sees one or the other
