"""fmd_export's own wheel, bound to apps of the oldest and newest FMD as the README says."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.packaging.distributions import PIP, ROOT, run
from tools.setup_fmd import RELEASES

pytestmark = pytest.mark.fmd

BLOCK = re.compile(r"^   ```python\n(.*?)^   ```", re.MULTILINE | re.DOTALL)
BEFORE = """
import flask

app = flask.Flask("mine")
app.secret_key = "of the app itself"
"""
AFTER = """
details = app.test_client().get("/dashboard/get_json_details")
refused = app.test_client().get("/dashboard/get_json_export/calls")
print(fmd_export.__file__, details.json["dashboard-version"], refused.status_code)
"""


def build(folder: Path, **variables: str) -> Path:
    """The wheel, as PyDash hands it out."""
    done = run(sys.executable, ROOT / "fmd_export" / "build_wheel.py", folder, variables=variables)
    assert done.returncode == 0, done.stdout
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, and nothing else."""
    folder = tmp_path_factory.mktemp("fmd_export")
    wheel = build(folder / "wheel")
    installed = run(*PIP, "install", "--no-deps", "--target", folder / "packages", wheel)
    assert installed.returncode == 0, installed.stdout
    return folder / "packages"


def lines_to_add() -> str:
    """The lines that the README has one add to an app."""
    (block,) = BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    return textwrap.dedent(str(block))


def test_the_same_sources_make_the_same_wheel_wherever_and_whenever(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        one = build(tmp_path / "one", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1")
        os.umask(0o002)
        other = build(tmp_path / "other", TZ="America/Adak", PYTHONHASHSEED="2")
    finally:
        os.umask(mask)
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


def test_a_wheel_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    (tmp_path / "fmd_export-0.0.9-py3-none-any.whl").touch()
    assert build(tmp_path).name != "fmd_export-0.0.9-py3-none-any.whl"
    assert not list(tmp_path.glob("*.new"))


def test_the_token_stands_above_bind_which_takes_it_over() -> None:
    lines = lines_to_add()
    order = [lines.index(part) for part in ("security_token", "dashboard.bind", "fmd_export.bind")]
    assert order == sorted(order)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["fmd-3.0.9", "fmd5"])
def test_the_lines_of_the_readme_open_the_export(
    name: str, packages: Path, tmp_path: Path
) -> None:
    """3.0.9 has no setting for the name of FMD's blueprint, as no release before 3.1."""
    assert run(sys.executable, ROOT / "tools" / "setup_fmd.py", name).returncode == 0
    python = ROOT / ".venvs" / name / "bin" / "python"
    done = subprocess.run(  # noqa: S603
        [python, "-W", "ignore", "-c", BEFORE + lines_to_add() + AFTER],
        cwd=tmp_path,
        env={"PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.split()[-3:]
    assert said == [str(packages / "fmd_export" / "__init__.py"), RELEASES[name].version, "401"]
