"""One process leads from a data folder, and its death is known at once."""

import os
import subprocess
import sys
from pathlib import Path

from pydash_cli.scheduling.place import LOCK_NAME, Place

HOLD = """
import sys
from pathlib import Path
from pydash_cli.scheduling.place import Place
print(Place(Path(sys.argv[1])).hold(), flush=True)
sys.stdin.read()
"""


def test_a_place_is_free_again_when_its_process_is_killed(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        name = holder.stdout.readline().strip()
        assert place.hold() is None

        holder.kill()

    assert place.hold() == name
    assert place.hold() == name


def test_a_place_can_be_left(tmp_path: Path) -> None:
    first, second = Place(tmp_path), Place(tmp_path)
    name = first.hold()
    assert second.hold() is None
    first.leave()
    first.leave()
    assert second.hold() == name


def test_folders_are_different_places(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert Place(tmp_path / "a").hold() != Place(tmp_path / "b").hold()


def test_where_no_file_can_be_nobody_has_a_place(tmp_path: Path) -> None:
    assert Place(tmp_path / "missing").hold() is None


def test_the_lock_is_of_nobody_elses_business(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Place(tmp_path).hold()
    finally:
        os.umask(before)
    assert (tmp_path / LOCK_NAME).stat().st_mode & 0o077 == 0
