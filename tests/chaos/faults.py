"""What breaks: each fault knows how it begins, how it ends, and whom it may touch."""

import os
import random
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pydash_app.database import Database
from pydash_app.errors import UnavailableError
from tests.chaos.remotes import RemoteHost, StubHost
from tests.stack.running_pydash import RunningPydash, children_of
from tests.stack.small_disk import SmallDisk

PARTS = {"scheduler": "scheduler", "web server": "web", "ZEO server": "serve"}
"""What people call PyDash's processes, and the word of the command line that runs each."""

CLOCK_JUMPS_S = (-600, -90, -20, 20, 90, 600)


@dataclass(frozen=True)
class Fault:
    """Something that breaks for a while.

    Attributes:
        host: the only one that is touched; `None` where PyDash itself is.
        shortest_s, longest_s: how long until it is repaired; 0 where nobody has to.
    """

    name: str
    begin: Callable[[random.Random], None]
    end: Callable[[], None]
    host: RemoteHost | None = None
    shortest_s: float = 0.0
    longest_s: float = 0.0


def list_faults(
    pydash: RunningPydash,
    hosts: Sequence[RemoteHost],
    database: Database,
    *,
    disk: SmallDisk | None,
    clock_path: Path | None,
) -> list[Fault]:
    """All faults that can be brought about here.

    Args:
        pydash: what breaks.
        hosts: of the remotes, which break too.
        database: PyDash's own; it is packed while other things break.
        disk: under PyDash's data folder.
        clock_path: of the file that sets the clock of PyDash's processes.
    """
    faults = [fault for part in PARTS for fault in _faults_of_part(pydash, part)]
    faults += _faults_of_workers(pydash)
    faults.append(Fault("database being packed", lambda _: _start_packing(database), _nothing))
    for host in hosts:
        faults += _faults_of_host(host)
    if disk is not None:
        faults.append(Fault("disk full", lambda _: disk.fill(), disk.free, None, 1, 3))
    if clock_path is not None:
        faults.append(_clock_jump("PyDash's clock jumps", clock_path, None))
    return faults


def _faults_of_part(pydash: RunningPydash, part: str) -> list[Fault]:
    def find() -> list[int]:
        leader = pydash.leader_pid(PARTS[part])
        return [] if leader is None else [leader]

    return [_kill(part, find), _freeze(part, find)]


def _faults_of_workers(pydash: RunningPydash) -> list[Fault]:
    def find(command: str) -> list[int]:
        leader = pydash.leader_pid(command)
        return [] if leader is None else children_of(leader)

    faults = []
    for name, command in (("pool worker", "scheduler"), ("web worker", "web")):
        faults += [_kill(name, partial(find, command)), _freeze(name, partial(find, command))]
    return faults


def _faults_of_host(host: RemoteHost) -> list[Fault]:
    kind = host.name.partition(" ")[0]
    faults = [
        Fault(f"{kind} killed", lambda _: host.kill(), host.start, host, 0.5, 3),
        Fault(
            f"{kind} frozen",
            lambda _: _send(host.pid, signal.SIGSTOP),
            lambda: _send(host.pid, signal.SIGCONT),
            host,
            1,
            4,
        ),
    ]
    if isinstance(host, StubHost):
        faults.append(_clock_jump(f"{kind}'s clock jumps", host.clock_path, host))
    return faults


def _kill(name: str, find: Callable[[], list[int]]) -> Fault:
    def kill(chance: random.Random) -> None:
        if pids := find():
            _send(chance.choice(pids), signal.SIGKILL)

    return Fault(f"{name} killed", kill, _nothing)


def _start_packing(database: Database) -> None:
    def pack() -> None:
        with suppress(UnavailableError):  # broken off by another fault
            database.pack(before=datetime.now(UTC))

    # A daemon: it may wait for a server that another fault has frozen.
    threading.Thread(target=pack, daemon=True).start()


def _nothing() -> None:
    """Leave it to PyDash to mend this."""


def _freeze(name: str, find: Callable[[], list[int]]) -> Fault:
    frozen: list[int] = []

    def freeze(chance: random.Random) -> None:
        if pids := find():
            frozen.append(chance.choice(pids))
            _send(frozen[-1], signal.SIGSTOP)

    def thaw() -> None:
        while frozen:
            _send(frozen.pop(), signal.SIGCONT)

    return Fault(f"{name} frozen", freeze, thaw, None, 1, 4)


def _clock_jump(name: str, path: Path, host: RemoteHost | None) -> Fault:
    def jump(chance: random.Random) -> None:
        path.write_text(f"{chance.choice(CLOCK_JUMPS_S):+d}\n")

    return Fault(name, jump, lambda: _set_right(path), host, 1, 4)


def _set_right(path: Path) -> None:
    path.write_text("+0\n")


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # another fault of the round was faster
        os.kill(pid, number)
