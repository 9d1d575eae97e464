"""The script in the README does what it says, word by word but for addresses."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.remotes.fixtures import StartFmd1
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person

pytestmark = [pytest.mark.processes, pytest.mark.fmd]

README = Path(__file__).parents[2] / "README.md"
PASSWORD = "correct horse battery"
TOKEN = "at least 32 characters that only you know"


@pytest.mark.skipif(shutil.which("curl") is None, reason="the script uses curl")
def test_it_adds_an_app_and_prints_its_visits_per_day(
    start_pydash: StartPydash, start_fmd1: StartFmd1, tmp_path: Path
) -> None:
    fmd = start_fmd1(rows=500, days=5, token=TOKEN)
    pydash = start_pydash(FETCH_SPACING="0")
    Person(pydash).join()
    (script,) = re.findall(r"```sh\n(API=.*?)```", README.read_text("utf-8"), re.DOTALL)
    script = script.replace("http://127.0.0.1:5000", pydash.base_url)
    script = script.replace("http://127.0.0.1:5101/dashboard", fmd.url)
    assert len(script.splitlines()) <= 10
    assert PASSWORD in script
    done = subprocess.run(  # noqa: S603  our own README
        ["bash", "-euc", script],  # noqa: S607
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    printed = done.stdout.rpartition("}{")[2]
    visits = json.loads("{" + printed)
    assert sum(count or 0 for count in visits.values()) == 500
    assert len(visits) in (5, 6, 7)
