"""Build the environment of a real Flask-MonitoringDashboard.

    python tools/setup_fmd.py         1.13.1, which tests and demo use
    python tools/setup_fmd.py fmd5    5.1.0, which benchmarks compare PyDash with

Each stands apart in `.venvs`, because its packages can't live beside PyDash's own. Nothing is done
where it was built from the same lock by the same Python before.
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
RELEASES = {"fmd1": "1.13.1", "fmd5": "5.1.0"}


def main(name: str = "fmd1") -> int:
    """Build it where needed.

    Args:
        name: one of `RELEASES`.

    Returns:
        The exit status: 1 when the packages could not be had.
    """
    environment = ROOT / ".venvs" / name
    lock = ROOT / "tests" / "remotes" / f"requirements-{name}.lock"
    environment.parent.mkdir(parents=True, exist_ok=True)
    with (environment.parent / f"{name}.busy").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)  # two `make`s at once build it once
        stamp = environment / "built-from"
        wanted = _fingerprint(lock)
        if stamp.is_file() and stamp.read_text("utf-8") == wanted:
            return 0
        release = f"Flask-MonitoringDashboard {RELEASES[name]}"
        print(f"Setting up {release} in .venvs/{name} …", flush=True)
        status = _build(environment, lock)
        if status == 0:
            stamp.write_text(wanted, "utf-8")
        else:
            print(
                f"{release} could not be installed; "
                "see above what pip says, and whether the package index can be reached.",
                file=sys.stderr,
            )
        return status


def _fingerprint(lock: Path) -> str:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{digest} {platform.python_implementation()} {platform.python_version()}\n"


def _build(environment: Path, lock: Path) -> int:
    if environment.exists():
        shutil.rmtree(environment)
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, "--require-hashes", "-r", str(lock)], check=False)
    if done.returncode == 0 and environment.name == "fmd1":
        _put_back_removed_name(environment)
    return done.returncode


def _put_back_removed_name(environment: Path) -> None:
    """Let plotly 2.7.0, the newest that FMD 1.13 allows, find what Python 3.10 moved away."""
    base = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "posix_prefix", base))
    (packages / "collections_for_plotly.pth").write_text(
        "import collections, collections.abc; "
        "collections.MutableSequence = collections.abc.MutableSequence\n",
        "utf-8",
    )


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
