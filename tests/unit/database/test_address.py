import os
from pathlib import Path

import pytest

from pydash_app.database.address import LONGEST_SOCKET_PATH_BYTES, get_socket_path
from pydash_app.settings import Settings


def test_the_socket_lies_in_the_data_folder(tmp_path: Path) -> None:
    assert get_socket_path(Settings(data_dir=tmp_path)) == tmp_path / "zeo.sock"


@pytest.mark.parametrize("letter", ["d", "ü"])
def test_a_long_folder_gets_a_short_path_of_its_own(letter: str) -> None:
    folders = [Path("/srv") / (letter * length) for length in (200, 201)]
    paths = [get_socket_path(Settings(data_dir=folder)) for folder in folders]
    assert paths[0] != paths[1]
    assert paths == [get_socket_path(Settings(data_dir=folder)) for folder in folders]
    assert all(len(os.fsencode(path)) <= LONGEST_SOCKET_PATH_BYTES for path in paths)


def test_the_border_is_counted_in_bytes() -> None:
    room = LONGEST_SOCKET_PATH_BYTES - len("//zeo.sock")
    fitting = Path("/" + "d" * room)
    assert get_socket_path(Settings(data_dir=fitting)) == fitting / "zeo.sock"
    longer = Path("/" + "d" * (room - 1) + "ü")
    assert get_socket_path(Settings(data_dir=longer)) != longer / "zeo.sock"
