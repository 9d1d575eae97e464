"""Runs a command in a network of its own, which has no way out and whatever addresses one likes.

There a real server can listen on a cloud's metadata address or on a public one, so that nothing
but PyDash's own guard stands between, and no packet leaves the machine.
Called as a script, inside, it gives the addresses to the loopback device, then becomes the
command.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

PRIVATE_ADDRESSES = (
    "169.254.169.254",
    "10.0.0.5",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "fd00:ec2::254",
)
PUBLIC_ADDRESSES = ("93.184.215.14", "2606:4700::1111")
ADDRESSES = (*PRIVATE_ADDRESSES, *PUBLIC_ADDRESSES)

# Linux, include/uapi/linux/sockios.h and if.h.
_SIOCGIFINDEX = 0x8933
_SIOCSIFFLAGS = 0x8914
_SIOCSIFADDR = 0x8916
_IFF_UP = 0x1
_DEVICE = b"lo"


def in_namespace(command: Sequence[str], addresses: Sequence[str] = ADDRESSES) -> list[str]:
    """The command line that runs `command` in a fresh network with these addresses.

    Skips the test where this machine can't make one; under `CI=true` the test fails.
    """
    prefix = ["unshare", "--net"]
    if os.geteuid() != 0:
        prefix[1:1] = ["--user", "--map-root-user"]
    if not _works(prefix):
        message = (
            "This machine does not let tests make a network of their own (unshare --net). "
            "Run them as root, or allow unprivileged user namespaces."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return [*prefix, sys.executable, __file__, ",".join(addresses), *command]


def run_in_namespace(
    command: Sequence[str],
    addresses: Sequence[str] = ADDRESSES,
    *,
    environment: Mapping[str, str] | None = None,
    timeout_s: float = 120,
) -> str:
    """What `command` prints in a fresh network; the checkout is its folder and import path.

    Raises:
        CalledProcessError: it failed; what it said is on standard error.
    """
    done = subprocess.run(  # noqa: S603
        in_namespace(command, addresses),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=timeout_s,
    )
    return done.stdout


def _works(prefix: Sequence[str]) -> bool:
    if sys.platform != "linux" or shutil.which(prefix[0]) is None:
        return False
    return subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0  # noqa: S603


def _bring_up(addresses: Sequence[str]) -> None:
    """Switch the loopback device on, and give it the addresses besides its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        flags = struct.pack("16sH14x", _DEVICE, _IFF_UP)
        fcntl.ioctl(control, _SIOCSIFFLAGS, flags)
        found = fcntl.ioctl(control, _SIOCGIFINDEX, struct.pack("16si20x", _DEVICE, 0))
        _, device_index = struct.unpack("16si20x", found)
        for number, text in enumerate(a for a in addresses if ":" not in a):
            alias = _DEVICE + b":%d" % number
            request = struct.pack("16sHH4s16x", alias, socket.AF_INET, 0, ip_address(text).packed)
            fcntl.ioctl(control, _SIOCSIFADDR, request)
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as control:
        for text in (a for a in addresses if ":" in a):
            request = struct.pack("16sIi", ip_address(text).packed, 128, device_index)
            fcntl.ioctl(control, _SIOCSIFADDR, request)


if __name__ == "__main__":
    _bring_up([address for address in sys.argv[1].split(",") if address])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606
