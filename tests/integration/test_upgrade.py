"""A database that an earlier version wrote still opens, with everything in it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person
from tests.stack.waiting import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it opens a file that an earlier PyDash has written."),
]

DATABASES = sorted((Path(__file__).parent.parent / "data").glob("database-*"))
SECRET_KEY = "the key of the sample database"
SLICES = {"timeslice": "day", "timeslice_is_static": "true"}


@pytest.mark.parametrize("folder", DATABASES, ids=lambda folder: folder.name)
def test_a_database_of_an_earlier_version_opens(
    folder: Path, start_pydash: StartPydash, tmp_path: Path
) -> None:
    data_dir = tmp_path / "pydash" / "data"
    data_dir.mkdir(parents=True, mode=0o700)
    shutil.copy(folder / "pydash.fs", data_dir)
    # Nothing is allowed, so that nobody is asked at the address that the app had long ago.
    pydash = start_pydash(SECRET_KEY=SECRET_KEY, ALLOWED_NETWORKS="")
    alice = Person(pydash)
    assert alice.post("login", name="alice", password=PASSWORD).status_code == 200
    expected = json.loads((folder / "contents.json").read_text("utf-8"))
    dashboard = alice.get("dashboards").json()[0]
    assert {key: dashboard[key] for key in expected["dashboard"]} == expected["dashboard"]
    assert_answers(alice, dashboard["id"], expected)
    wait_until(
        lambda: alice.get_dashboard(dashboard["id"])["endpoints"][0]["first_seen_at"],
        timeout_s=20,
        what="what it lacked is added",
    )
    assert_answers(alice, dashboard["id"], expected)


def assert_answers(alice: Person, dashboard_id: str, expected: dict[str, Any]) -> None:
    path = f"dashboards/{dashboard_id}/statistic"
    for name, values in expected["statistics"].items():
        answer = alice.get(path, statistic=name, end_date=expected["end_date"], **SLICES)
        assert answer.json() == values


def test_there_is_a_database_to_open() -> None:
    assert DATABASES
