"""Releases of Flask-MonitoringDashboard, by the code of `make compat`, which tries all of them."""

from contextlib import closing
from pathlib import Path

import pytest

from pydash_app.database import Database
from tests.compatibility.clock_changes import CHANGES, Change, live_through
from tests.compatibility.examination import SEEDED, examine
from tests.compatibility.finding import Finding
from tests.compatibility.releases import RELEASES, get_release
from tests.compatibility.running_release import set_up
from tests.stack.running_database import running_database
from tools.setup_fmd import RELEASES as ENVIRONMENTS

pytestmark = [pytest.mark.fmd, pytest.mark.processes]


@pytest.mark.parametrize("version", ["1.13.1", "5.1.0"])
def test_every_row_of_a_release_is_fetched_once(version: str, tmp_path: Path) -> None:
    release = get_release(version)
    set_up(release)
    found = examine(release, tmp_path)
    assert found.faults == []
    assert (found.lost, found.doubled) == (0, 0)
    assert found.compared > SEEDED


@pytest.mark.parametrize("version", ["1.10.9", "1.11.5"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_times_of_a_host_in_new_york_lose_nothing_when_its_clock_is_changed(
    version: str, change: Change, tmp_path: Path
) -> None:
    found = Finding(get_release(version))
    set_up(found.release)
    with (
        running_database(tmp_path / "data") as settings,
        closing(Database.open(settings)) as database,
    ):
        live_through(change, found, tmp_path, database, settings)
    assert found.faults == []
    assert found.compared > 0


def test_every_release_of_the_matrix_has_an_environment() -> None:
    known = {name: release.version for name, release in ENVIRONMENTS.items()}
    assert {release.environment: release.version for release in RELEASES} == known
