"""Builds the wheel that PyDash hands out to monitored apps.

    python fmd_export/build_wheel.py pydash_web/downloads

The same sources and the same setuptools make the same bytes, whoever builds them and when: people
compare the wheel by its SHA-256. It needs nothing but the setuptools of the Python that runs it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
PACKED = ("pyproject.toml", "README.md", "LICENSE", "fmd_export")
FIRST_OF_1980_S = "315532800"
"""Archives know no earlier day."""

BACKEND = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


def main(folder: str) -> int:
    """Build the wheel into a folder, in place of the one that lay there; the exit status."""
    target = Path(folder).absolute()
    target.mkdir(parents=True, exist_ok=True)
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as scratch:
        sources, built = Path(scratch, "sources"), Path(scratch, "built")
        _copy(sources)
        built.mkdir()
        done = _build(sources, built)
        if done.returncode != 0:
            print(f"The wheel of fmd_export could not be built:\n{done.stdout}", file=sys.stderr)
            return 1
        (wheel,) = built.glob("fmd_export-*.whl")
        _put(wheel, target)
    return 0


def _copy(sources: Path) -> None:
    """Copy what is packed, so that neither leftovers nor a checkout's file modes get in."""
    sources.mkdir()
    for name in PACKED:
        source = SOURCES / name
        if source.is_dir():
            (sources / name).mkdir()
        files = sorted(source.glob("*.py")) if source.is_dir() else [source]
        for file in files:
            copied = sources / file.relative_to(SOURCES)
            shutil.copyfile(file, copied)
            copied.chmod(0o644)


def _build(sources: Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", BACKEND, str(folder)],
        cwd=sources,
        env={**os.environ, "SOURCE_DATE_EPOCH": FIRST_OF_1980_S},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _put(wheel: Path, folder: Path) -> None:
    """Put it there whole: a PyDash may be starting right now."""
    arriving = folder / f"{wheel.name}.new"
    shutil.copyfile(wheel, arriving)
    for other in folder.glob("*.whl"):
        if other.name != wheel.name:
            other.unlink()
    arriving.replace(folder / wheel.name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
