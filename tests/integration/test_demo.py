"""`make demo`: PyDash with a sample app on today's Flask-MonitoringDashboard, ready to look at."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.stack.waiting import find_free_port, wait_until

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.processes,
    pytest.mark.usefixtures("fmd5_environment"),
]

ROOT = Path(__file__).parents[2]
HISTORY = 90_000
PATIENCE_S = 180.0
QUICK = {
    "PYDASH_FETCH_INTERVAL": "1",
    "PYDASH_MIN_FETCH_INTERVAL": "0",
    "PYDASH_FETCH_SPACING": "0",
    "PYDASH_SETTLE_LAG": "2",
}


class Visitor:
    """Who logs in as the demo says."""

    def __init__(self, base_url: str) -> None:
        self._api = f"{base_url}/api"
        self._session = requests.Session()

    def log_in(self) -> None:
        words = {"name": "demo", "password": "look around"}
        self._session.post(f"{self._api}/login", json=words, timeout=60).raise_for_status()

    def see_app(self) -> dict[str, object]:
        (shown,) = self._session.get(f"{self._api}/dashboards", timeout=60).json()
        return dict(shown)

    def count_visits(self) -> int:
        page = f"{self._api}/dashboards/{self.see_app()['id']}/statistic"
        asked = {"statistic": "total_visits"}
        return int(self._session.get(page, params=asked, timeout=60).json() or 0)


def read_until_login(process: "subprocess.Popen[str]") -> str:
    """What the demo prints, up to how one logs in."""
    said = ""
    for line in process.stdout or ():
        said += line
        if "Password" in line:
            return said
    raise AssertionError(f"The demo ends, and says: {said}")


def test_the_demo_shows_a_sample_app_with_its_history_and_live_traffic(tmp_path: Path) -> None:
    port = find_free_port()
    places = {"PYDASH_PORT": str(port), "PYDASH_DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, ROOT / "demo" / "start.py"],
        cwd=ROOT,
        env={**os.environ, **QUICK, **places},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = read_until_login(process)
        base_url = f"http://127.0.0.1:{port}"
        assert base_url in said
        visitor = Visitor(base_url)
        visitor.log_in()
        assert (visitor.see_app()["name"], visitor.see_app()["fmd_version"]) == (
            "sample shop",
            "5.1.0",
        )
        wait_until(
            lambda: visitor.count_visits() > HISTORY,
            timeout_s=PATIENCE_S,
            what="the history is read, and calls that were served meanwhile",
        )
        before = visitor.count_visits()
        wait_until(
            lambda: visitor.count_visits() > before,
            timeout_s=PATIENCE_S,
            what="live traffic comes",
        )
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(base_url, timeout=10)
