"""The units are valid, and systemd itself finds them well shut in."""

import re
import shutil
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.packaging.distributions import ROOT, run

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(path.name for path in FOLDER.glob("*.service"))
MOST_EXPOSURE = 2.0

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd is not here"
)


def read_unit(name: str) -> RawConfigParser:
    unit = RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(FOLDER / name, "utf-8")
    return unit


@needs_systemd
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    for path in (*FOLDER.glob("*.service"), *FOLDER.glob("*.target")):
        # What is installed on the machine that runs this is not the unit's matter.
        text = path.read_text("utf-8").replace("/opt/pydash/bin/pydash", "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    done = run("systemd-analyze", "verify", *sorted(tmp_path.iterdir()))
    assert done.returncode == 0, done.stdout
    assert done.stdout == ""


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_finds_it_well_shut_in(name: str) -> None:
    done = run("systemd-analyze", "security", "--offline=true", "--no-pager", FOLDER / name)
    found = re.search(r"Overall exposure level for .*: ([\d.]+)", done.stdout)
    assert found, done.stdout
    assert float(found[1]) <= MOST_EXPOSURE


def test_all_are_shut_in_alike() -> None:
    own = {"ExecStart", "ExecStartPost", "MemoryMax"}
    services = [dict(read_unit(name)["Service"]) for name in SERVICES]
    rest = [
        {key: value for key, value in service.items() if key not in own} for service in services
    ]
    assert len(rest) == 4
    assert all(service == rest[0] for service in rest)
    assert {service["ExecStart"].removeprefix("/opt/pydash/bin/") for service in services} == {
        "pydash run",
        "pydash db serve",
        "pydash scheduler",
        "pydash web",
    }


def test_the_target_starts_the_split_units() -> None:
    wanted = read_unit("pydash.target")["Unit"]["Wants"].split()
    assert sorted(wanted) == sorted(set(SERVICES) - {"pydash.service"})


def test_what_serves_is_started_once_it_is_ready() -> None:
    units = {name: dict(read_unit(name)["Service"]) for name in SERVICES}
    waiting = {
        name: unit["ExecStartPost"] for name, unit in units.items() if "ExecStartPost" in unit
    }
    command = "-/opt/pydash/bin/pydash health --ready --wait 60"
    assert waiting == {"pydash.service": command, "pydash-web.service": command}
