from pathlib import Path

import pytest

from pydash_app.errors import SettingsError
from pydash_cli.data_folder import make_data_folder, make_private_folder


def test_a_data_folder_is_made_for_nobody_else_to_read(tmp_path: Path) -> None:
    make_data_folder(tmp_path / "deep" / "var")
    make_data_folder(tmp_path / "deep" / "var")

    assert (tmp_path / "deep" / "var").stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_can_not_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match=r"PYDASH_DATA_DIR: .*file/var.* can't be made"):
        make_data_folder(tmp_path / "file" / "var")


def test_data_are_not_kept_in_the_system_s_own_folder() -> None:
    with pytest.raises(SettingsError, match=r"PYDASH_DATA_DIR: started in /, .* '/var', .*name a"):
        make_data_folder(Path("/var"))


def test_a_private_folder_is_ours_alone(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "private")
    make_private_folder(tmp_path / "private")

    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o700


def test_a_private_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)

    with pytest.raises(SettingsError, match="others can get in"):
        make_private_folder(tmp_path / "open")


def test_a_link_to_somewhere_else_is_no_private_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(SettingsError, match="others can get in"):
        make_private_folder(tmp_path / "link")


def test_a_file_in_the_place_of_the_private_folder_is_told(tmp_path: Path) -> None:
    squatted = tmp_path / "squatted"
    squatted.touch()
    with pytest.raises(SettingsError, match="others can get in"):
        make_private_folder(squatted)
