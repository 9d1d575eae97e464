"""Build the environment of the real Flask-MonitoringDashboard 1.13.1 that tests and demo use.

    python tools/setup_fmd.py

It stands apart in `.venvs/fmd1`, because its Flask of 2022 can't live beside PyDash's own.
Nothing is done where it was built from the same lock by the same Python before.
"""

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tests" / "remotes" / "requirements-fmd1.lock"
ENVIRONMENT = ROOT / ".venvs" / "fmd1"


def main() -> int:
    """Build it where needed.

    Returns:
        The exit status: 1 when the packages could not be had.
    """
    ENVIRONMENT.parent.mkdir(parents=True, exist_ok=True)
    with (ENVIRONMENT.parent / "fmd1.busy").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)  # two `make`s at once build it once
        stamp = ENVIRONMENT / "built-from"
        wanted = _fingerprint()
        if stamp.is_file() and stamp.read_text("utf-8") == wanted:
            return 0
        print("Setting up Flask-MonitoringDashboard 1.13.1 in .venvs/fmd1 …", flush=True)
        status = _build()
        if status == 0:
            stamp.write_text(wanted, "utf-8")
        return status


def _fingerprint() -> str:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} {platform.python_implementation()} {platform.python_version()}\n"


def _build() -> int:
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    venv.create(ENVIRONMENT, with_pip=True)
    python = ENVIRONMENT / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=False)
    if done.returncode == 0:
        _put_back_removed_name()
    else:
        print(
            "Flask-MonitoringDashboard 1.13.1 could not be installed; "
            "see above what pip says, and whether the package index can be reached.",
            file=sys.stderr,
        )
    return done.returncode


def _put_back_removed_name() -> None:
    """Let plotly 2.7.0, the newest that FMD 1.13 allows, find what Python 3.10 moved away."""
    base = {"base": str(ENVIRONMENT), "platbase": str(ENVIRONMENT)}
    packages = Path(sysconfig.get_path("purelib", "posix_prefix", base))
    (packages / "collections_for_plotly.pth").write_text(
        "import collections, collections.abc; "
        "collections.MutableSequence = collections.abc.MutableSequence\n",
        "utf-8",
    )


if __name__ == "__main__":
    raise SystemExit(main())
