"""Without the secret key of its database PyDash does not start, and makes no other by itself."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
import ZODB

from pydash_app.database import Database
from pydash_app.database.file_storage import open_file_storage
from tests.factories import make_dashboard
from tests.stack.commands import ask_pydash, run_pydash
from tests.stack.waiting import find_free_port

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="it loses the key beside PyDash's own database."),
]


def test_pydash_does_not_start_until_the_key_is_there_or_given_up(
    tmp_path: Path, now: datetime
) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o700)
    database = Database(ZODB.DB(open_file_storage(data_dir / "pydash.fs")))
    make_dashboard(database, owner_id=uuid4(), now=now)
    database.close()
    settings = {"PYDASH_DATA_DIR": str(data_dir), "PYDASH_PORT": str(find_free_port())}

    done = subprocess.run(
        [sys.executable, "-m", "pydash_cli", "run"],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    # Web and scheduler both find out; the first one's code counts.
    assert done.returncode in (1, 2)
    assert "The secret key is lost" in done.stderr
    assert f"Put '{data_dir}/secret_key' back" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data_dir / "secret_key").exists()

    told = run_pydash("doctor", "--json", settings=settings, code=1).stdout
    problems = [one for one in json.loads(told) if one["level"] == "problem"]
    assert "secret key" in {one["about"] for one in problems}

    rotated = ask_pydash("config", "rotate-key", settings=settings)
    assert (rotated["changed_count"], rotated["unreadable_count"]) == (0, 1)
    assert (data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
