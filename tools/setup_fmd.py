"""Build the environment of a real Flask-MonitoringDashboard.

    python tools/setup_fmd.py               1.13.1, which tests and demo use
    python tools/setup_fmd.py fmd5          5.1.0, which benchmarks compare PyDash with
    python tools/setup_fmd.py fmd-3.0.9     another of `RELEASES`, for the compatibility matrix
    python tools/setup_fmd.py --lock        writes all locks anew, by uv (`make fmd-locks`)

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
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Release:
    """A release of Flask-MonitoringDashboard, and what it needs to run on today's Python.

    Attributes:
        version: of Flask-MonitoringDashboard.
        needs: what its own metadata leave open, and time has broken since.
        needs_removed_name: whether plotly 2 looks for what Python 3.10 moved away.
    """

    version: str
    needs: tuple[str, ...]
    needs_removed_name: bool = False


OLD_FLASK = ("Flask<2.3", "Werkzeug<2.3")
"""Later ones have no `before_app_first_request`, and no `flask.json.JSONEncoder`."""

OF_2018 = (
    *OLD_FLASK,
    "WTForms<3",  # later ones have no `wtforms.fields.html5`
    "plotly==2.7.0",  # the last that 1.11 and later allow; 1.10 would take today's
    "PyJWT<2",  # as it was in 2018: a token is bytes
    "setuptools<76",  # holds `pkg_resources`, by which 1.10 and 1.11 know their version
)
WITH_EXPORT = ("PyJWT",)
"""fmd_export needs it; Flask-MonitoringDashboard itself has had no use for it since 2.1."""

OTHER_SERVERS = ("gunicorn==23.0.0", "psycopg2-binary", "PyMySQL")
"""What fmd_export is tried with, beside Werkzeug's server and SQLite."""

RELEASES: Mapping[str, Release] = {
    "fmd-1.10.9": Release("1.10.9", OF_2018, needs_removed_name=True),
    "fmd-1.11.5": Release("1.11.5", OF_2018, needs_removed_name=True),
    "fmd-1.12.5": Release("1.12.5", OF_2018, needs_removed_name=True),
    "fmd1": Release("1.13.1", OF_2018, needs_removed_name=True),
    "fmd-2.0.7": Release("2.0.7", OF_2018, needs_removed_name=True),
    "fmd-2.1.4": Release("2.1.4", (*OLD_FLASK, *WITH_EXPORT)),
    "fmd-3.0.9": Release(
        "3.0.9",
        ("MarkupSafe<2.1", *WITH_EXPORT),  # its Jinja2 2.11 imports `soft_unicode` from there
    ),
    "fmd-3.1.2": Release("3.1.2", WITH_EXPORT),
    "fmd-3.3.2": Release("3.3.2", WITH_EXPORT),
    "fmd-4.0.5": Release("4.0.5", WITH_EXPORT),
    "fmd-5.0.2": Release("5.0.2", WITH_EXPORT),
    "fmd-5.0.4": Release("5.0.4", WITH_EXPORT),
    "fmd5": Release("5.1.0", (*WITH_EXPORT, *OTHER_SERVERS)),
}
"""By the name of the environment in `.venvs`."""


def main(name: str) -> int:
    """Build it where needed.

    Args:
        name: one of `RELEASES`, or `--lock`.

    Returns:
        The exit status: 1 when the packages could not be had.
    """
    if name == "--lock":
        return max(map(_write_lock, RELEASES))
    environment = ROOT / ".venvs" / name
    environment.parent.mkdir(parents=True, exist_ok=True)
    with (environment.parent / f"{name}.busy").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)  # two `make`s at once build it once
        stamp = environment / "built-from"
        wanted = _fingerprint(_lock_of(name))
        if stamp.is_file() and stamp.read_text("utf-8") == wanted:
            return 0
        release = f"Flask-MonitoringDashboard {RELEASES[name].version}"
        print(f"Setting up {release} in .venvs/{name} …", flush=True)
        status = _build(environment, _lock_of(name))
        if status == 0:
            stamp.write_text(wanted, "utf-8")
        else:
            print(
                f"{release} could not be installed; "
                "see above what pip says, and whether the package index can be reached.",
                file=sys.stderr,
            )
        return status


def _lock_of(name: str) -> Path:
    return ROOT / "tests" / "remotes" / f"requirements-{name}.lock"


def _write_lock(name: str) -> int:
    """Compile what a release needs into its lock; what is locked stays, where it still fits."""
    release = RELEASES[name]
    wanted = "\n".join([f"Flask-MonitoringDashboard=={release.version}", *release.needs])
    compile_ = "uv pip compile --quiet --universal --python-version 3.11 --generate-hashes"
    done = subprocess.run(
        [*compile_.split(), "--no-header", "--no-annotate", "-", "-o", str(_lock_of(name))],
        input=wanted,
        text=True,
        check=False,
    )
    return done.returncode


def _fingerprint(lock: Path) -> str:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{digest} {platform.python_implementation()} {platform.python_version()}\n"


def _build(environment: Path, lock: Path) -> int:
    if environment.exists():
        shutil.rmtree(environment)
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Locks are whole. Of 3.3.2 there are two wheels, which need different versions of requests;
    # which of them pip takes is chance.
    whole = ["--no-deps", "--require-hashes", "-r", str(lock)]
    done = subprocess.run([*install, *whole], check=False)
    if done.returncode == 0 and RELEASES[environment.name].needs_removed_name:
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
    raise SystemExit(max(map(main, sys.argv[1:] or ["fmd1"])))
