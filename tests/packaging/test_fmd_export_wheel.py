"""fmd_export's own wheel, bound to apps of the oldest and newest FMD as the README says."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.packaging.distributions import PIP, ROOT, build_wheel, run
from tools.setup_fmd import RELEASES

pytestmark = pytest.mark.fmd

BLOCK = re.compile(r"^   ```python\n(.*?)^   ```", re.MULTILINE | re.DOTALL)
BEFORE = """
import flask
import flask_monitoringdashboard as dashboard

app = flask.Flask("mine")
app.secret_key = "of the app itself"
dashboard.config.database_name = "sqlite:///mine.db"
dashboard.bind(app, schedule=False)
"""
AFTER = """
details = app.test_client().get("/dashboard/get_json_details")
refused = app.test_client().get("/dashboard/get_json_export/calls")
print(fmd_export.__file__, details.json["dashboard-version"], refused.status_code)
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds, and nothing else."""
    folder = tmp_path_factory.mktemp("fmd_export")
    sources = shutil.copytree(ROOT / "fmd_export", folder / "sources")
    built = build_wheel(sources, folder / "wheel")
    assert built.returncode == 0, built.stdout
    (wheel,) = (folder / "wheel").glob("fmd_export-*.whl")
    installed = run(*PIP, "install", "--no-deps", "--target", folder / "packages", wheel)
    assert installed.returncode == 0, installed.stdout
    return folder / "packages"


def lines_to_add() -> str:
    """The lines that the README has one add to an app."""
    (block,) = BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    return textwrap.dedent(str(block))


def test_the_readme_adds_three_lines() -> None:
    assert len([line for line in lines_to_add().splitlines() if line]) == 3


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
