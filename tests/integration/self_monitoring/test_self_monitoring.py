"""Flask-MonitoringDashboard measures PyDash itself, and only administrators get near it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.stack.running_pydash import Person, running_pydash
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.fmd, pytest.mark.processes]

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PYTHONPATH = os.pathsep.join([str(HERE / "path"), str(ROOT)])


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(HERE / "walk_every_route.py"), str(tmp_path_factory.mktemp("data"))],
        env=os.environ | {"PYTHONPATH": PYTHONPATH},
        capture_output=True,
        text=True,
        check=False,
        timeout=170,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_nobody_but_an_administrators_session_reaches_any_route(answers: dict[str, Any]) -> None:
    assert answers["addresses"] > 50
    assert answers["leaks"] == []


def test_an_administrator_sees_every_page_without_another_login(answers: dict[str, Any]) -> None:
    seen = answers["seen"]
    assert (seen["page"], seen["static"]) == (200, 200)
    assert len(seen["endpoints"]) > 20
    assert not any(name.startswith("fmd_export") for name in seen["endpoints"])


def test_other_sites_change_nothing_through_an_administrators_browser(
    answers: dict[str, Any],
) -> None:
    assert answers["seen"]["prune_from_elsewhere"] == 403
    assert answers["seen"]["telemetry"] == 404


def test_only_its_pages_may_evaluate_text(answers: dict[str, Any]) -> None:
    assert "unsafe-eval" in answers["seen"]["page_policy"]
    assert "unsafe" not in answers["seen"]["own_policy"]


def test_the_export_is_for_this_machine_and_asks_for_a_proof(answers: dict[str, Any]) -> None:
    assert answers["seen"]["export_of_this_machine"] == 200
    assert answers["seen"]["calls_without_proof"] == 401


def test_the_first_administrator_finds_a_dashboard_of_pydash_itself(tmp_path: Path) -> None:
    quick = {"FETCH_INTERVAL": "2", "MIN_FETCH_INTERVAL": "0", "SETTLE_LAG": "1"}
    variables = {"PYTHONPATH": PYTHONPATH}
    with running_pydash(tmp_path, variables, SELF_MONITORING="1", **quick) as pydash:
        alice = Person(pydash)
        alice.join()
        pydash.run_command("user", "make-admin", "alice")
        found = wait_until(
            lambda: alice.get("dashboards").json(), timeout_s=150, what="it is there"
        )
        assert [one["name"] for one in found] == ["PyDash itself"]
        dashboard_id = found[0]["id"]
        wait_until(
            lambda: alice.count_visits(dashboard_id) > 0, timeout_s=60, what="it is measured"
        )
        names = {one["name"] for one in alice.get_dashboard(dashboard_id)["endpoints"]}
        assert "dashboard.list_all" in names
