"""Builds PyDash's sdist and wheel, and installs the wheel where nothing else is."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
BUILD_TIMEOUT_S = 500

NO_FRONT_END_TOOLS = {"PATH": "/nonexistent"}
"""An environment in which neither node nor npm is found."""


@dataclass(frozen=True)
class Distributions:
    """What a release consists of."""

    sdist: Path
    wheel: Path


def run(
    *command: str | Path, variables: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, whatever that is; output and errors come together."""
    return subprocess.run(  # noqa: S603  tests name the commands
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=BUILD_TIMEOUT_S,
    )


def build_distributions(folder: Path) -> Distributions:
    """Build the sdist from this tree, and the wheel from the sdist, as `make dist` does."""
    command = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder)
    done = run(*command, variables=NO_FRONT_END_TOOLS)
    for leftover in ROOT.glob("*.egg-info"):  # imports would find it
        shutil.rmtree(leftover)
    assert done.returncode == 0, done.stdout
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return Distributions(sdist, wheel)


def install_wheel(wheel: Path, environment: Path) -> Path:
    """Make an empty virtual environment and install the wheel as a user may; its `pydash`."""
    venv.create(environment, with_pip=False)
    uv = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", environment)
    pip = (*PIP, "--python", environment, "install", "--quiet")
    lock = ROOT / "requirements.lock"
    for command in ((*uv, "--require-hashes", "-r", lock), (*pip, "--no-deps", wheel)):
        done = run(*command)
        assert done.returncode == 0, done.stdout
    return environment / "bin" / "pydash"


def copy_sources(folder: Path) -> None:
    """Copy what a wheel is built from, without the built front end."""
    for name in ("pydash_app", "pydash_web", "pydash_cli", "periodic_tasks", "pydash_front"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=lambda path, _names: (
                ["static"] if Path(path).name == "pydash_web" else ["__pycache__"]
            ),
        )
    for pattern in ("*.json", "*.ts", "*.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"):
        for file in ROOT.glob(pattern):
            shutil.copy2(file, folder)


def build_wheel(
    sources: Path, folder: Path, variables: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Build a wheel as `pip install .` does, save that nothing is downloaded for it."""
    command = (*PIP, "wheel", "--verbose", "--no-deps", "--no-build-isolation", "-w", folder, ".")
    return run(*command, variables=variables, cwd=sources)
