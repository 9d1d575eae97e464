"""Extras work from the wheel alone, and nobody is told to install a name that is not ours."""

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from pydash_app.extras import how_to_install
from tests.docs.commands import known_extras
from tests.packaging.distributions import ROOT, Distributions, run

READ = frozenset({".md", ".py", ".ts", ".tsx", ".html", ".toml", ".yaml", ".yml", ".conf", ".sh"})
SKIPPED = frozenset(
    {"node_modules", "static", "build", "dist", ".git", ".venv", ".venvs", ".cache", "locks"}
)
INSTALLING = re.compile(
    r"\b(?:pip3?|pipx|uv(?: pip| tool)?|poetry|pdm)\s+(?:install|add)\b([^\n`]*)"
)
OURS = re.compile(
    r"(?<![\w./{-])['\"]?(?:pydash(?:[-_](?:io|app|web|cli))?|fmd[-_]export|periodic[-_]tasks)"
    r"(?![\w*]|-[\w.]|_[\w*]|\S*\.whl)"
)


def texts() -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        for name in names:
            path = Path(folder, name)
            if path.suffix in READ and path.name not in ("CHANGELOG.md", Path(__file__).name):
                yield path.relative_to(ROOT), path.read_text("utf-8")


def names_in(text: str) -> list[str]:
    """What is installed there by a name of ours, which an index would be asked for."""
    told = [found[1].split("\\n")[0] for found in INSTALLING.finditer(text)]
    return [words for words in told if OURS.search(words)]


@pytest.mark.parametrize(
    "text",
    [
        "pip install fmd_export",
        "pip install 'pydash-io[postgres]'",
        'pip install "pydash[self-monitoring]"',
        "pip install flask_monitoringdashboard fmd_export\\n\\nimport",
        "uv pip install --upgrade fmd-export",
        "pipx install pydash",
    ],
)
def test_such_a_command_is_found(text: str) -> None:
    assert names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "pip install fmd_export-*.whl",
        "pip install ./pydash_io-0.1.0-py3-none-any.whl",
        "pip install './pydash_io-0.1.0-py3-none-any.whl[dask]'",
        "pip install http://127.0.0.1:5000/downloads/fmd_export-1.0-py3-none-any.whl",
        "pip install --no-deps dist/pydash_io-*.whl",
        "pip install .",
    ],
)
def test_and_one_that_installs_a_file_is_not(text: str) -> None:
    assert names_in(text) == []


def test_nobody_is_told_to_install_a_name_that_an_index_would_be_asked_for() -> None:
    told = {str(path): found for path, text in texts() if (found := names_in(text))}
    assert told == {}


def test_no_extra_asks_an_index_for_a_name_of_ours() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    assert [one for one in wanted if OURS.search(one)] == []


@pytest.mark.parametrize("extra", sorted(known_extras()))
def test_how_to_install_names_the_wheel_that_is_built(
    extra: str, distributions: Distributions
) -> None:
    told = how_to_install(extra)  # type: ignore[arg-type]  # the test above knows them all
    assert f"'./{distributions.wheel.name}[{extra}]'" in told


def test_the_wheel_alone_brings_every_extra(distributions: Distributions) -> None:
    """What pip reads of it: each extra, by the names of others."""
    with ZipFile(distributions.wheel) as files:
        (place,) = [name for name in files.namelist() if name.endswith(".dist-info/METADATA")]
        lines = files.read(place).decode().splitlines()
    wanted = [line for line in lines if line.startswith("Requires-Dist: ")]
    for extra in known_extras():
        assert any(f'extra == "{extra}"' in line for line in wanted), extra
    assert [line for line in wanted if OURS.search(line.removeprefix("Requires-Dist: "))] == []


@pytest.mark.fmd
@pytest.mark.timeout(600)
def test_self_monitoring_finds_fmd_export_within_the_wheel(
    installed_pydash: Path, tmp_path: Path
) -> None:
    """Of the extra, Flask-MonitoringDashboard is taken from an environment that has it."""
    assert run("python3", ROOT / "tools" / "setup_fmd.py", "fmd5").returncode == 0
    (packages,) = (ROOT / ".venvs" / "fmd5" / "lib").glob("python3*/site-packages")
    script = """
import sys
sys.path.append(sys.argv[1])
from pydash_app.settings import Settings
from pydash_web.self_monitoring import PARTS, check_parts
check_parts(Settings(self_monitoring=True))
import fmd_export
from fmd_export import bind
print(fmd_export.__file__)
"""
    done = run(installed_pydash.parent / "python", "-c", script, packages, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert re.search(r"pydash_web/downloads/fmd_export-[\w.]+-py3-none-any\.whl/", done.stdout)
