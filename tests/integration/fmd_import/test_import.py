"""`pydash import` reads real FMDs' databases while PyDash runs; each call is stored once."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from pydash_app.database import Database
from pydash_app.measurements import repository as measurements
from tests.integration.fmd_import.foreign_rows import Row, rows_of_1, rows_of_5
from tests.remotes.fixtures import StartFmd1
from tests.remotes.running_fmd5 import TOKEN, running
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.stored_calls import read_rows
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.fmd, pytest.mark.processes]

QUICK = {"FETCH_INTERVAL": "1", "MIN_FETCH_INTERVAL": "0", "FETCH_SPACING": "0", "SETTLE_LAG": "2"}
A_MINUTE_S = 60.0
ROWS_OF_5 = 12_000
ROWS_OF_1 = 70_000


def start_import(
    pydash: RunningPydash, dashboard_id: str, *arguments: str
) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "pydash_cli", "import", "--dashboard", dashboard_id, *arguments],
        env=pydash.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_import(pydash: RunningPydash, dashboard_id: str, *arguments: str) -> dict[str, Any]:
    """Run one to its end; its summary."""
    done = start_import(pydash, dashboard_id, "--json", *arguments)
    out, err = done.communicate(timeout=150)
    assert done.returncode == 0, err
    summary: dict[str, Any] = json.loads(out)
    return summary


def refusal_of(pydash: RunningPydash, dashboard_id: str, *arguments: str) -> str:
    """The one sentence with which an import ends."""
    refused = start_import(pydash, dashboard_id, *arguments)
    out, err = refused.communicate(timeout=60)
    assert (refused.returncode, out) == (1, "")
    return err


class Stored:
    """What PyDash's database holds of a dashboard."""

    def __init__(self, pydash: RunningPydash, dashboard_id: str) -> None:
        self._database = Database.open(pydash.settings)
        self._id = str(UUID(dashboard_id))

    def count(self) -> int:
        return self._database.read(lambda root: measurements.get(root, self._id).call_count)

    def rows(self) -> "Counter[Row]":
        found = self._database.read(lambda root: read_rows(root, self._id, -(2**61), 2**61))
        return Counter(tuple(row) for row in found)

    def close(self) -> None:
        self._database.close()


@pytest.mark.usefixtures("fmd5_environment")
def test_history_of_two_fmds_is_imported_while_one_of_them_is_fetched_whatever_is_killed(
    start_pydash: StartPydash, start_fmd1: StartFmd1, tmp_path: Path
) -> None:
    older = start_fmd1(rows=ROWS_OF_1, days=90)
    older.stop()
    pydash = start_pydash(**QUICK)
    alice = Person(pydash)
    alice.join()
    db_path = tmp_path / "today.db"
    with running(db_path, f"--seed-rows={ROWS_OF_5}") as app:
        dashboard_id = alice.add_dashboard(app.url, TOKEN)
        run_import(pydash, dashboard_id, str(db_path))  # while it is fetched
        stored = Stored(pydash, dashboard_id)
        try:
            wait_until(
                lambda: alice.get_dashboard(dashboard_id)["state"] == "up_to_date",
                timeout_s=A_MINUTE_S,
                what="all is fetched",
            )
            assert stored.rows() == rows_of_5(db_path)

            cut_off = start_import(pydash, dashboard_id, str(older.db_path))
            wait_until(
                lambda: stored.count() > ROWS_OF_5, timeout_s=A_MINUTE_S, what="some are stored"
            )
            cut_off.kill()
            cut_off.communicate()
            assert stored.count() < ROWS_OF_5 + ROWS_OF_1

            summary = run_import(pydash, dashboard_id, str(older.db_path))
            assert summary["read"] == ROWS_OF_1
            assert 0 < summary["known_before"] < ROWS_OF_1
            assert stored.rows() == rows_of_5(db_path) + rows_of_1(older.db_path)
            assert run_import(pydash, dashboard_id, str(older.db_path))["stored"] == 0
        finally:
            stored.close()
        errors = alice.get(f"dashboards/{dashboard_id}/statistic", statistic="error_rate")
        assert 0.2 < errors.json() < 0.5  # a third of those with a status


def test_what_can_not_be_imported_is_refused_in_a_sentence(
    start_pydash: StartPydash, start_fmd1: StartFmd1, tmp_path: Path
) -> None:
    fmd = start_fmd1(rows=0)
    pydash = start_pydash(**QUICK)
    alice = Person(pydash)
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token)
    empty = tmp_path / "empty.db"
    shutil.copy(fmd.db_path, empty)

    assert "holds no calls yet" in refusal_of(pydash, dashboard_id, str(empty))
    assert "no such dashboard" in refusal_of(pydash, str(uuid4()), str(empty))
    assert "no such file" in refusal_of(pydash, dashboard_id, str(tmp_path / "gone.db"))
    wrong = start_import(pydash, dashboard_id, "--timezone", "Mars/Olympus", str(empty))
    assert "Europe/Amsterdam" in wrong.communicate(timeout=60)[1]
    assert wrong.returncode == 2
