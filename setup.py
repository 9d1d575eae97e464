"""Builds the front end into the distributions; everything else stands in pyproject.toml."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).resolve().parent
BUILT_PAGE = ROOT / "pydash_web" / "static" / "index.html"
SOURCE_FOLDER = "pydash_front"
SOURCE_FILES = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json")
OLDEST_NODE = "20.19"
WHEEL_FOLDER = Path("pydash_web", "downloads")
WHEEL_BUILDER = ROOT / "fmd_export" / "build_wheel.py"


class BuildWithPages(build_py):
    """Copies the Python modules, and with them the built front end."""

    def run(self) -> None:
        """Build the pages first; an editable install is for those who build them with make."""
        if not self.editable_mode:
            build_pages()
            build_export_wheel()
            # What an earlier build left there has other names, and would come along.
            for folder in (Path("pydash_web", "static"), WHEEL_FOLDER):
                shutil.rmtree(Path(self.build_lib, folder), ignore_errors=True)
        super().run()


class SdistWithPages(sdist):
    """Packs the front end twice, as sources and as built, so that Node is needed no more."""

    def run(self) -> None:
        """Build the pages first."""
        build_pages()
        build_export_wheel()
        super().run()


def build_pages() -> None:
    """Make sure that the built front end is there, and made from the sources as they are now.

    Raises:
        SystemExit: it isn't, and can't be.
    """
    if _is_fresh():
        return
    if _has_node():
        _build()
    elif BUILT_PAGE.is_file():
        print(
            "PyDash's pages are older than their sources, and stay so: there is no Node "
            f"{OLDEST_NODE} or newer to build them anew.",
            file=sys.stderr,
        )
    else:
        raise SystemExit(
            f"PyDash's pages are not built yet, and building them needs Node {OLDEST_NODE} or "
            "newer, which is not here. Install Node, or install PyDash from its wheel, which "
            "holds the built pages."
        )


def build_export_wheel() -> None:
    """Make the wheel of fmd_export that PyDash hands out; a source distribution has it packed.

    Raises:
        SystemExit: it can't be built.
    """
    if WHEEL_BUILDER.is_file():
        command = [sys.executable, str(WHEEL_BUILDER), str(ROOT / WHEEL_FOLDER)]
        if subprocess.run(command, check=False).returncode != 0:
            raise SystemExit("PyDash's copy of fmd_export could not be built; see above.")
    elif not list((ROOT / WHEEL_FOLDER).glob("*.whl")):
        print(
            "The sources of fmd_export are not here: PyDash will hand out no wheel of it.",
            file=sys.stderr,
        )


def _is_fresh() -> bool:
    """Whether nothing is to be built: in an sdist, what was packed belongs together."""
    if not BUILT_PAGE.is_file():
        return False
    if (ROOT / "PKG-INFO").is_file():
        return True
    sources = [*(ROOT / SOURCE_FOLDER).rglob("*"), *(ROOT / name for name in SOURCE_FILES)]
    built_at = BUILT_PAGE.stat().st_mtime
    return all(path.stat().st_mtime <= built_at for path in sources if path.is_file())


def _has_node() -> bool:
    if shutil.which("node") is None or shutil.which("npm") is None:
        return False
    done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    return _parts_of(done.stdout) >= _parts_of(OLDEST_NODE)


def _parts_of(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


def _build() -> None:
    lock = ROOT / "package-lock.json"
    # The Makefile's mark that the packages are those of the lock file.
    mark = ROOT / "node_modules" / ".installed"
    if not mark.is_file() or mark.stat().st_mtime < lock.stat().st_mtime:
        _npm("ci", "--silent", "--no-audit", "--no-fund")
        mark.touch()
    _npm("run", "--silent", "bundle", "--", "--logLevel", "warn")


def _npm(*arguments: str) -> None:
    if subprocess.run(["npm", *arguments], cwd=ROOT, check=False).returncode != 0:
        raise SystemExit(
            f"PyDash's pages could not be built: `npm {' '.join(arguments)}` failed; see above."
        )


setup(cmdclass={"build_py": BuildWithPages, "sdist": SdistWithPages})
