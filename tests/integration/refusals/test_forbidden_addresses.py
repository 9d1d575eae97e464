"""No spelling of a forbidden address has a real FMD asked that listens there."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.remotes.netns import ADDRESSES, run_in_namespace

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.processes,
    pytest.mark.usefixtures("fmd1_environment"),
]

WAYS = ("register", "change of url", "fetch", "probe")
MORE_ADDRESSES = ("172.16.0.1", "192.168.1.1", "198.18.0.1", "192.0.2.1", "2001:db8::1")

SPELLINGS = (
    # loopback
    "127.0.0.1",
    "127.255.255.254",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "017700000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",  # noqa: S104  nobody binds to it
    "localhost",
    "LOCALHOST",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    # IPv4 dressed as IPv6: mapped, compatible, NAT64, 6to4
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    # private ones, those of carriers (CGNAT), reserved ones
    "10.0.0.5",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "[2001:db8::1]",
    "224.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[ff02::1]",
    # where clouds keep secrets
    "169.254.169.254",
    "2852039166",
    "[::ffff:169.254.169.254]",
    "100.100.100.200",
    "168.63.129.16",
    "[fd00:ec2::254]",
)

MALFORMED = (
    "user@127.0.0.1",
    "user:password@127.0.0.1",
    "127.0.0.1%00",
    "\uff11\uff12\uff17.0.0.1",
    "[fe80::1%25lo]",
)


@pytest.fixture(scope="module")
def tried() -> dict[str, Any]:
    script = Path(__file__).with_name("forbidden_addresses.py")
    found: dict[str, Any] = json.loads(
        run_in_namespace(
            [sys.executable, str(script), *SPELLINGS, *MALFORMED], (*ADDRESSES, *MORE_ADDRESSES)
        )
    )
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("host", SPELLINGS)
def test_a_forbidden_address_is_refused_and_nobody_connects(
    tried: dict[str, Any], host: str, way: str
) -> None:
    assert tried[host][way] == ["address_refused", 0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("host", MALFORMED)
def test_credentials_zones_and_other_digits_are_no_part_of_an_address(
    tried: dict[str, Any], host: str, way: str
) -> None:
    assert tried[host][way] == ["invalid_url", 0]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_fmd_is_asked_at_a_public_address(tried: dict[str, Any], way: str) -> None:
    code, connections = tried["public"][way]
    assert code == "ok"
    assert connections > 0


def test_a_name_that_turns_to_loopback_is_refused_when_it_is_fetched(
    tried: dict[str, Any],
) -> None:
    assert tried["rebound.example.org"] == {"fetch": ["address_refused", 0]}
