"""What fmd_export remembers of proofs, and where it can't."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
LATER_S = 121.0


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """The module, and a machine whose folder for temporary files is this test's."""
    monkeypatch.syspath_prepend(str(ROOT / "fmd_export"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    import fmd_export.spent  # noqa: PLC0415  found on the path that was set above

    yield fmd_export.spent
    for name in [name for name in sys.modules if name.partition(".")[0] == "fmd_export"]:
        del sys.modules[name]


def test_proofs_are_forgotten_once_they_no_longer_hold(spent: Any, tmp_path: Path) -> None:
    proofs = spent.SpentProofs(tmp_path)
    assert proofs.spend("a.b.c", now_s=1000.0)
    assert not proofs.spend("a.b.c", now_s=1119.0)
    for mark in tmp_path.iterdir():
        os.utime(mark, (1000.0, 1000.0))
    assert proofs.spend("a.other.c", now_s=1000.0 + LATER_S)
    assert len(list(tmp_path.iterdir())) == 1
    assert proofs.spend("a.b.c", now_s=1000.0 + LATER_S)


def test_a_folder_that_cannot_be_written_leaves_each_process_its_own(
    spent: Any, tmp_path: Path
) -> None:
    proofs = spent.SpentProofs(tmp_path / "missing")
    assert [proofs.spend("a.b.c", now_s=1.0) for _ in range(2)] == [True, False]


def test_the_shared_folder_is_its_owners_alone(spent: Any, tmp_path: Path) -> None:
    folder = spent.find_shared_folder()
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert spent.find_shared_folder() is None
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    assert spent.find_shared_folder() is None
