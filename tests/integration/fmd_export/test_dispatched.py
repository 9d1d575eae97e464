"""fmd_export in two apps behind one dispatcher, each with an FMD of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.remotes.export_asker import ExportAsker
from tests.remotes.running_fmd5 import PYTHON, ROOT
from tests.stack.waiting import wait_until

pytestmark = [pytest.mark.fmd, pytest.mark.usefixtures("fmd5_environment")]

CALLS = "get_json_export/calls"
SEEDED = {"one": 20, "two": 30}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where both are served."""
    script = ROOT / "tests" / "remotes" / "fmd5_dispatched.py"
    with subprocess.Popen(  # noqa: S603
        [str(PYTHON), str(script), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines = iter(process.stdout or ())
        yield next(line[6:].strip() for line in lines if line.startswith("READY "))
        process.terminate()


def ask(address: str, name: str, token_of: str | None = None) -> ExportAsker:
    token = f"the security code of app {token_of or name}, long enough"
    return ExportAsker(f"{address}/{name}/dash-{name}", token)


def test_each_app_hands_out_its_own_calls_for_its_own_token(address: str) -> None:
    for visited in ("one", "two", "two"):
        assert requests.get(f"{address}/{visited}/home", timeout=60).status_code == 200
    wanted = {"one": SEEDED["one"] + 1, "two": SEEDED["two"] + 2}
    for name, count in wanted.items():
        wait_until(
            lambda name=name, count=count: (  # type: ignore[misc]
                ask(address, name).read(CALLS)[1]["count"] == count
            ),
            timeout_s=60,
            what=f"the calls of {name} are there",
        )
        (_, *rows), _ = ask(address, name).read(f"{CALLS}?after_id={SEEDED[name]}")
        assert {row[1] for row in rows} == {"home"}
        details = requests.get(f"{address}/{name}/dash-{name}/get_json_details", timeout=60)
        assert details.json()["link"] == f"dash-{name}"
    assert ask(address, "one", token_of="two").get(CALLS).status_code == 401
