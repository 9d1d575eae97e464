"""Starts PyDash together with a sample app to look at: `make demo`.

Everything is real: the app is measured by Flask-MonitoringDashboard 5.1.0 in an environment of
its own, and the account is made as a person makes one. The demo's data lie in a folder of their
own, and are made anew each time.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_PYTHON = ROOT / ".venvs" / "fmd5" / "bin" / "python"
SAMPLE_APP = ROOT / "demo" / "sample_app.py"
SECURITY_CODE = "the demo's security code, 32 bytes and more"
NAME, PASSWORD = "demo", "look around"
READY_TIMEOUT_S = 60
STOP_TIMEOUT_S = 15

LIVELY = {
    "PYDASH_ALLOWED_NETWORKS": "127.0.0.0/8",
    "PYDASH_FETCH_INTERVAL": "15",
    "PYDASH_MIN_FETCH_INTERVAL": "15",
    "PYDASH_FETCH_SPACING": "0.2",
}
"""Shows live traffic within half a minute; what the environment says still wins."""


def main() -> int:
    """Run the demo until Ctrl-C; the exit status of PyDash."""
    folder = Path(os.environ.get("PYDASH_DATA_DIR", "var")).absolute() / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # A shell that starts a script's command in the background has it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    print("Measuring nine weeks of a sample app's past …", flush=True)
    with sample_app(folder) as dashboard_url, pydash(folder) as (process, base_url):
        join_and_add(base_url, dashboard_url, folder)
        print(
            f"\n  Open   {base_url}\n  Log in as   {NAME}\n  Password    {PASSWORD}\n\n"
            f"The sample app itself: {dashboard_url.rpartition('/')[0]}/   Ctrl-C ends both.\n",
            flush=True,
        )
        return process.wait()


@contextmanager
def sample_app(folder: Path) -> Iterator[str]:
    """Start the sample app; the address of its dashboard. It ends when its input does."""
    process = subprocess.Popen(
        [SAMPLE_PYTHON, SAMPLE_APP, f"--db={folder / 'sample.db'}", f"--token={SECURITY_CODE}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield next(
            line.removeprefix("READY ").strip()
            for line in process.stdout or ()
            if line.startswith("READY ")
        )
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def pydash(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """Start PyDash, and wait until it works; the process and its address."""
    environment = LIVELY | os.environ | {"PYDASH_DATA_DIR": str(folder)}
    host = environment.get("PYDASH_HOST", "127.0.0.1")
    base_url = f"http://{host}:{environment.get('PYDASH_PORT', '5000')}"
    process = subprocess.Popen(
        [sys.executable, "-m", "pydash_cli", "run"], env=environment, start_new_session=True
    )
    try:
        wait_until_healthy(base_url, process)
        yield process, base_url
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_TIMEOUT_S)


def wait_until_healthy(base_url: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait for `/api/health`.

    Raises:
        SystemExit: PyDash has ended, and has said why.
    """
    deadline = time.monotonic() + READY_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if requests.get(f"{base_url}/api/health", timeout=5).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    raise SystemExit(process.poll() or 1)


def join_and_add(base_url: str, dashboard_url: str, folder: Path) -> None:
    """Make an account that watches the sample app."""
    join(base_url, folder)
    add(base_url, dashboard_url)


def join(base_url: str, folder: Path) -> None:
    """Register, and verify by the mail's link."""
    tell(base_url, "user/register", name=NAME, email="demo@example.org", password=PASSWORD)
    tell(base_url, "user/verify", verification_code=read_code(folder / "outbox"))


def add(base_url: str, dashboard_url: str) -> None:
    """Log in, and add the sample app."""
    person = tell(base_url, "login", name=NAME, password=PASSWORD)
    app = {"name": "sample shop", "url": dashboard_url, "token": SECURITY_CODE}
    tell(base_url, "dashboards/register", person, **app)


def tell(
    base_url: str, path: str, person: requests.Session | None = None, **body: str
) -> requests.Session:
    """Tell the API something, which it must accept; the session that did."""
    person = person or requests.Session()
    person.post(f"{base_url}/api/{path}", json=body, timeout=60).raise_for_status()
    return person


def read_code(outbox: Path) -> str:
    """Wait for the mail; the code in its link."""
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        for path in outbox.glob("*.eml"):
            found = re.search(r"/verify/([\w-]+)$", path.read_text("utf-8"), re.MULTILINE)
            if found:
                return found[1]
        time.sleep(0.1)
    raise SystemExit("The demo's verification mail did not arrive.")


if __name__ == "__main__":
    sys.exit(main())
