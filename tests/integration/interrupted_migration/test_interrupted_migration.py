"""A migration that is killed goes on, and until then no other PyDash gets near the database."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import ZODB

from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.database.file_storage import open_file_storage
from pydash_app.database.migrating import VERSION_KEY
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.window import Window
from tests.factories import make_batch, make_dashboard, store_batch
from tests.stack.commands import run_pydash
from tests.stack.running_database import running_database
from tests.stack.stored_objects import read_objects
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it migrates a file that an earlier PyDash has written."),
]

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FIRST_RELEASE = ROOT / "tests" / "data" / "database-0.1" / "pydash.fs"
SECRET_KEY = "the key of the sample database"
DASHBOARDS = 60
KILLED_AFTER = 15


@dataclass
class House:
    """An installation that an earlier PyDash has left.

    Attributes:
        steps: the file in which the migration writes what it begins.
    """

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "data" / "pydash.fs"

    @property
    def steps(self) -> Path:
        return self.folder / "steps"

    @property
    def settings(self) -> dict[str, str]:
        data_dir = str(self.path.parent)
        return {"PYDASH_DATA_DIR": data_dir, "PYDASH_SECRET_KEY": SECRET_KEY}

    def open(self, path: Path | None = None) -> Database:
        return Database(ZODB.DB(open_file_storage(path or self.path)), is_prepared=False)

    def count_steps(self) -> int:
        return len(self.steps.read_text().splitlines()) if self.steps.exists() else 0

    def start_later(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command of the later PyDash."""
        environment = {**os.environ, **self.settings, "LATER_STEPS": str(self.steps)}
        return subprocess.Popen(  # noqa: S603  PyDash itself
            [sys.executable, str(HERE / "later_pydash.py"), *arguments],
            env=environment | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run_later(self, *arguments: str) -> str:
        """Run one to its end, which is a good one; what it says."""
        with self.start_later(*arguments) as process:
            output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return output


@pytest.fixture
def house(tmp_path: Path, now: datetime) -> House:
    """The first release's database, and more dashboards with calls in it."""
    house = House(tmp_path)
    house.path.parent.mkdir(mode=0o700)
    shutil.copy(FIRST_RELEASE, house.path)
    database = Database(ZODB.DB(open_file_storage(house.path)))
    owner_id, begin_s = uuid4(), int(now.timestamp())
    batch = make_batch([now + timedelta(seconds=second) for second in range(1, 50)])
    for number in range(DASHBOARDS - 1):
        dashboard_id = make_dashboard(database, owner_id=owner_id, name=f"app {number}", now=now)
        store_batch(database, dashboard_id, Window(begin_s, begin_s + 3600), batch)
    database.close()
    return house


def read_names(root: Root) -> dict[str, str]:
    return {one.id: one.name for one in repository.list_all(root)}


def count_calls(root: Root) -> dict[str, int]:
    return {key: measurements.get(root, key).call_count for key in read_names(root)}


def test_a_migration_that_was_killed_goes_on_and_nobody_disturbs_it(house: House) -> None:
    database = house.open()
    objects, names = read_objects(database), database.read(read_names)
    call_counts = database.read(count_calls)
    database.close()
    assert len(names) == DASHBOARDS

    with house.start_later("db", "migrate") as process:
        wait_until(lambda: house.count_steps() >= KILLED_AFTER, timeout_s=100, what="steps")
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    database = house.open()
    done_count = sum(name.endswith("!") for name in database.read(read_names).values())
    assert 0 < done_count < DASHBOARDS, "or it was not killed in the middle"
    assert database.read(lambda root: root[VERSION_KEY]) == 2
    database.close()

    # The backup is what was there before: even now one can go back.
    elsewhere = house.settings | {"PYDASH_DATA_DIR": str(house.folder / "restored")}
    backups = str(house.path.parent / "before-migration")
    run_pydash("db", "restore", backups, settings=elsewhere)
    restored = house.open(house.folder / "restored" / "pydash.fs")
    assert read_objects(restored) == objects
    restored.close()

    # Neither PyDash starts on something half done.
    refused = run_pydash("user", "list", settings=house.settings, code=1)
    assert "A newer PyDash has begun to migrate the database" in refused.stderr
    with house.start_later("user", "list") as process:
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "pydash db migrate" in errors

    told = json.loads(house.run_later("db", "migrate", "--json"))
    assert [one["layout"] for one in told["migrations"]] == [3]
    # One more than there are was begun: the one that the kill interrupted.
    assert DASHBOARDS <= house.count_steps() <= DASHBOARDS + 1
    database = house.open()
    assert database.read(read_names) == {key: f"{name}!" for key, name in names.items()}
    assert database.read(count_calls) == call_counts
    database.close()
    assert json.loads(house.run_later("db", "migrate", "--json")) == {"migrations": []}
    assert "alice" in house.run_later("user", "list")

    # Who goes back to the PyDash of today is told why not, whatever the command.
    with_port = house.settings | {"PYDASH_PORT": str(find_free_port())}
    for command in (["db", "stats"], ["db", "migrate"], ["run"]):
        refused = run_pydash(*command, settings=with_port, code=1)
        assert "knows layouts up to 2" in refused.stderr
        assert "Start the newer PyDash that wrote it, or restore a backup." in refused.stderr
    with running_database(house.path.parent):
        refused = run_pydash("web", settings=with_port, code=1)
    assert "knows layouts up to 2" in refused.stderr
    found = run_pydash("doctor", settings=house.settings, code=1)
    assert "It has layout 3, and this PyDash knows layouts up to 2." in found.stdout
