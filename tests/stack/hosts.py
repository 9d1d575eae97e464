"""Hosts on one switch, each a network namespace; for scripts in a network of their own.

The script's network, see `tests.remotes.netns`, is the switch, and a host on it, too. Processes of
a host see its network alone, and the machine's files.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.own_process import give_up
from tests.stack.waiting import wait_until

SWITCH = "switch"
PREFIX_LENGTH = 24


@dataclass(frozen=True)
class Host:
    """A host, whose link to the switch can be cut.

    Attributes:
        name: also of its port on the switch: 15 letters at most.
        pid: a process in its network.
    """

    name: str
    address: str
    pid: int

    def inside(self, command: Sequence[str]) -> list[str]:
        """The command line that runs a command on this host."""
        return ["nsenter", f"--net=/proc/{self.pid}/ns/net", "--", *command]

    @contextmanager
    def running(
        self, command: Sequence[str], environment: Mapping[str, str], log_path: Path
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Run a server while the block lasts."""
        with log_path.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                self.inside(command), env=dict(environment), stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()

    def pull_plug(self) -> None:
        """Cut the link so that the host notices."""
        _ip("link", "set", self.name, "down")

    def plug_in(self) -> None:
        """Heal that."""
        _ip("link", "set", self.name, "up")

    def swallow(self) -> None:
        """Cut the link in silence: the switch forwards nothing more."""
        _ip("link", "set", self.name, "nomaster")

    def forward(self) -> None:
        """Heal that."""
        _ip("link", "set", self.name, "master", SWITCH)


@contextmanager
def hosts_on_a_switch(
    own_addresses: Sequence[str], addresses: Mapping[str, str]
) -> Iterator[dict[str, Host]]:
    """Make hosts, by their names, that reach each other and this process.

    Args:
        own_addresses: of this process, on the same switch.
        addresses: of the hosts.
    """
    _ip("link", "add", SWITCH, "type", "bridge")
    for address in own_addresses:
        _ip("address", "add", f"{address}/{PREFIX_LENGTH}", "dev", SWITCH)
    _ip("link", "set", SWITCH, "up")
    with ExitStack() as running:
        yield {name: _make_host(running, name, address) for name, address in addresses.items()}


def check_tools() -> None:
    """Skip the test that asks where hosts can't be made; under `CI=true` fail it."""
    missing = [name for name in ("ip", "nsenter", "unshare") if _find(name) is None]
    if missing:
        give_up(f"Hosts need {', '.join(missing)}: install iproute2 and util-linux.")


def _make_host(running: ExitStack, name: str, address: str) -> Host:
    # Waits on its standard input, and so ends with this process.
    command = ["unshare", "--net", "cat"]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603
    running.callback(holder.communicate)
    host = Host(name, address, holder.pid)
    wait_until(
        lambda: _network_of(holder.pid) != _network_of(os.getpid()), timeout_s=20, what=name
    )
    _ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", str(holder.pid))
    for words in (
        ("link", "set", "lo", "up"),
        ("address", "add", f"{address}/{PREFIX_LENGTH}", "dev", "eth0"),
        ("link", "set", "eth0", "up"),
    ):
        subprocess.run(host.inside(["ip", *words]), check=True)  # noqa: S603
    host.forward()
    host.plug_in()
    return host


def _network_of(pid: int) -> str:
    return str(Path(f"/proc/{pid}/ns/net").readlink())


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)  # noqa: S603, S607


def _find(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
