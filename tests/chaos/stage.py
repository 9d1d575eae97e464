"""Sets the stage: PyDash on a small disk and with a clock that can jump, and its remotes."""

import random
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydash_app.database import Database
from tests.chaos.checker import Checker
from tests.chaos.faults import list_faults
from tests.chaos.remotes import FmdHost, RemoteHost, StubHost, WatchedRemote
from tests.chaos.rounds import FETCH_INTERVAL_S, SETTLE_LAG_S, Rounds
from tests.remotes import running_fmd
from tests.stack.running_pydash import Person, RunningPydash, running_pydash
from tests.stack.small_disk import SmallDisk, can_mount, small_disk

DISK_BYTES = 512 * 1024 * 1024

CLOCK_SOURCE = Path(__file__).with_name("jumping_clock.c")

SETTINGS = {
    "FETCH_INTERVAL": f"{FETCH_INTERVAL_S}",
    "MIN_FETCH_INTERVAL": "0",
    "FETCH_SPACING": "0.1",
    "SETTLE_LAG": f"{SETTLE_LAG_S}",
}


@dataclass(frozen=True)
class Stage:
    """Everything that a run needs.

    Attributes:
        missing: kinds of faults that this machine does not allow, each with the reason.
    """

    rounds: Rounds
    checker: Checker
    pydash: RunningPydash
    missing: list[str]


@contextmanager
def stage(
    folder: Path,
    chance: random.Random,
    *,
    stub_hosts: int,
    remotes_each: int,
    fmds: int,
    history_s: int = 86_400,
) -> Iterator[Stage]:
    """Start everything, and stop it at the end.

    Args:
        folder: for data and logs.
        chance: decides what breaks, and when calls are served.
        stub_hosts: how many stub servers.
        remotes_each: remotes of each of them.
        fmds: how many real Flask-MonitoringDashboards.
        history_s: how far the calls of the stub servers' remotes reach back.
    """
    missing: list[str] = []
    with ExitStack() as running:
        hosts: list[RemoteHost] = [
            StubHost(number, remotes_each, folder, history_s=history_s)
            for number in range(1, stub_hosts + 1)
        ]
        _start_stubs(running, hosts)
        hosts += _start_fmds(running, folder, chance, fmds)
        disk = _mount_disk(running, folder, missing)
        clock_path, variables = _make_clock(folder, missing)
        pydash = running.enter_context(running_pydash(folder, variables, **SETTINGS))
        if disk is not None:  # given back before PyDash is stopped, whatever happened
            running.callback(disk.free)
        watched = _watch(pydash, hosts)
        database = Database.open(pydash.settings)
        running.callback(database.close)
        checker = Checker(database, watched)
        faults = list_faults(pydash, hosts, database, disk=disk, clock_path=clock_path)
        rounds = Rounds(faults, checker, watched, pydash.is_healthy, chance)
        yield Stage(rounds, checker, pydash, missing)


def _start_stubs(running: ExitStack, hosts: Sequence[RemoteHost]) -> None:
    for host in hosts:
        host.start()
        running.callback(host.kill)


def _start_fmds(
    running: ExitStack, folder: Path, chance: random.Random, count: int
) -> list[FmdHost]:
    if count:
        running_fmd.set_up()
    hosts = []
    for number in range(1, count + 1):
        hosts.append(FmdHost(number, folder, random.Random(chance.random())))  # noqa: S311
        running.callback(hosts[-1].end)
    return hosts


def _mount_disk(running: ExitStack, folder: Path, missing: list[str]) -> SmallDisk | None:
    if not can_mount():
        missing.append("disk full (a tmpfs can't be mounted here; run as root)")
        return None
    data_dir = folder / "data"
    data_dir.mkdir()
    return running.enter_context(small_disk(data_dir, size_bytes=DISK_BYTES))


def _make_clock(folder: Path, missing: list[str]) -> tuple[Path | None, dict[str, str]]:
    """The file that sets PyDash's clock, and the environment that makes its processes read it."""
    compiler = shutil.which("cc")
    if compiler is None:
        missing.append("PyDash's clock jumps (needs a C compiler, as `cc`)")
        return None, {}
    library, path = folder / "jumping_clock.so", folder / "clock"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(CLOCK_SOURCE)]
    subprocess.run(command, check=True)  # noqa: S603
    path.write_text("+0\n")
    return path, {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(path)}


def _watch(pydash: RunningPydash, hosts: list[RemoteHost]) -> dict[str, WatchedRemote]:
    alice = Person(pydash)
    alice.join()
    watched = {}
    for remote in (remote for host in hosts for remote in host.remotes):
        dashboard_id = alice.add_dashboard(remote.url, remote.token, remote.name)
        watched[dashboard_id] = remote
        time.sleep(0.05)
    return watched
