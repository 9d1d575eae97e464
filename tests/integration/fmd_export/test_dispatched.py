"""fmd_export in two apps behind one dispatcher, each with an FMD of its own."""

import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from pydash_app.errors import WrongTokenError
from tests.integration.fmd_export.reading_pages import Call, Follower, as_call
from tests.remotes.running_fmd5 import PYTHON, READ_CALLS, ROOT
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.fmd, pytest.mark.usefixtures("fmd5_environment")]

SEEDED = {"one": 2000, "two": 3100}
"""More than a page."""

VISITED = ("one", "two", "two", "one", "two")


@dataclass(frozen=True)
class Dispatched:
    """The two apps.

    Attributes:
        address: where both are served.
        folder: with their databases.
    """

    address: str
    folder: Path

    def url_of(self, name: str) -> str:
        return f"{self.address}/{name}/dash-{name}"

    def calls_of(self, name: str) -> "Counter[Call]":
        """What the app's own database holds."""
        with closing(sqlite3.connect(self.folder / f"{name}.db", timeout=30)) as database:
            return Counter(map(as_call, database.execute(READ_CALLS)))

    def follow(self, name: str, *, token_of: str | None = None) -> Follower:
        """PyDash's client for an app."""
        token = f"the security code of app {token_of or name}, long enough"
        return Follower(self.url_of(name), token=token)


@pytest.fixture
def apps(tmp_path: Path) -> Iterator[Dispatched]:
    script = ROOT / "tests" / "remotes" / "fmd5_dispatched.py"
    seeded = [f"{name}={count}" for name, count in SEEDED.items()]
    with subprocess.Popen(  # noqa: S603
        [str(PYTHON), str(script), str(tmp_path), *seeded],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines = iter(process.stdout or ())
        address = next(line[6:].strip() for line in lines if line.startswith("READY "))
        yield Dispatched(address, tmp_path)
        process.terminate()


def test_each_app_hands_out_its_own_calls_row_by_row(apps: Dispatched) -> None:
    followers = {name: apps.follow(name) for name in SEEDED}
    for follower in followers.values():
        assert follower.step()
    for name in VISITED:
        assert requests.get(f"{apps.address}/{name}/home", timeout=60).status_code == 200
    for name, follower in followers.items():
        count = SEEDED[name] + VISITED.count(name)
        wait_until(
            lambda name=name, count=count: (  # type: ignore[misc]
                apps.calls_of(name).total() == count
            ),
            timeout_s=60,
            what=f"the calls of {name} are noted",
        )
        assert follower.step()
        assert Counter(follower.calls) == apps.calls_of(name)
    assert not set(followers["one"].calls) & set(followers["two"].calls)


def test_one_app_does_not_take_the_others_token(apps: Dispatched) -> None:
    details = requests.get(f"{apps.url_of('one')}/get_json_details", timeout=60)
    assert details.json()["link"] == "dash-one"
    with pytest.raises(WrongTokenError):
        apps.follow("one", token_of="two")
