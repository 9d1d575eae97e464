import logging
import socket
from ipaddress import ip_address, ip_network
from typing import NoReturn

import pytest

from pydash_app.errors import AddressRefusedError, UnreachableError
from pydash_app.remote.address_guard import AddressGuard, is_public
from tests.remotes.name_server import NameServer

PRIVATE = {
    "loopback": "127.0.0.1",
    "the whole of loopback": "127.255.255.254",
    "loopback of IPv6": "::1",
    "unspecified": "0.0.0.0",  # noqa: S104
    "unspecified of IPv6": "::",
    "this network": "0.1.2.3",
    "private, large": "10.0.0.5",
    "private, middle": "172.16.0.1",
    "private, small": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "carrier-grade NAT, last": "100.127.255.255",
    "link-local": "169.254.1.1",
    "metadata of most clouds": "169.254.169.254",
    "metadata of Alibaba Cloud": "100.100.100.200",
    "metadata of Oracle Cloud": "192.0.0.192",
    "platform service of Azure": "168.63.129.16",
    "metadata of AWS over IPv6": "fd00:ec2::254",
    "metadata of Google Cloud over IPv6": "fd20:ce::254",
    "unique local": "fc00::1",
    "link-local of IPv6": "fe80::1",
    "link-local with a zone": "fe80::1%lo",
    "site-local of old": "fec0::1",
    "multicast": "224.0.0.1",
    "multicast of IPv6": "ff02::1",
    "multicast of IPv6, global": "ff0e::1",
    "broadcast": "255.255.255.255",
    "reserved": "240.0.0.1",
    "documentation": "203.0.113.9",
    "documentation of IPv6": "2001:db8::1",
    "documentation of IPv6, new": "3fff::1",
    "benchmarking": "198.18.0.1",
    "6to4 relays": "192.88.99.1",
    "6to4 of a private address": "2002:a00:5::1",
    "6to4 of a public address": "2002:5db8:d70e::1",
    "Teredo": "2001::1",
    "ORCHIDv2": "2001:20::1",
    "segment routing": "5f00::1",
    "IPv4-mapped loopback": "::ffff:127.0.0.1",
    "IPv4-mapped metadata": "::ffff:a9fe:a9fe",
    "IPv4-compatible loopback": "::127.0.0.1",
    "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of a public address": "64:ff9b::5db8:d70e",
    "NAT64 for local use": "64:ff9b:1::a00:5",
    "discard": "100::1",
}

PUBLIC = ["93.184.215.14", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111"]


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE.keys())
def test_no_private_or_special_address_is_let_through(address: str) -> None:
    with pytest.raises(AddressRefusedError) as refusal:
        AddressGuard().resolve(address, 80)
    assert "PYDASH_ALLOWED_NETWORKS" in refusal.value.message


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address: str) -> None:
    assert AddressGuard().resolve(address, 80) == (ip_address(address),)


@pytest.mark.parametrize(
    "spelling",
    ["2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "017700000001", "localhost"],
)
def test_every_spelling_of_loopback_is_refused(spelling: str) -> None:
    with pytest.raises(AddressRefusedError) as refusal:
        AddressGuard().resolve(spelling, 80)
    assert spelling in refusal.value.message


def test_the_edges_of_the_private_networks_are_where_they_should_be() -> None:
    assert is_public(ip_address("100.63.255.255"))
    assert not is_public(ip_address("100.64.0.0"))
    assert is_public(ip_address("11.0.0.0"))
    assert not is_public(ip_address("10.255.255.255"))


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("127.0.0.0/8", "127.0.0.1"),
        ("10.0.0.0/24", "10.0.0.5"),
        ("::1/128", "::1"),
        ("169.254.169.254/32", "169.254.169.254"),
        ("10.0.0.0/24", "::ffff:10.0.0.5"),
    ],
)
def test_what_the_operator_opened_is_let_through(network: str, address: str) -> None:
    assert AddressGuard([ip_network(network)]).resolve(address, 80)


@pytest.mark.parametrize("address", ["10.0.1.5", "127.0.0.1", "::1"])
def test_nothing_beside_what_the_operator_opened_is_let_through(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        AddressGuard([ip_network("10.0.0.0/24")]).resolve(address, 80)


def test_a_name_with_one_private_address_is_refused_whole() -> None:
    names = NameServer("93.184.215.14", "10.0.0.5")
    with pytest.raises(AddressRefusedError, match=r"^app\.example lies in a private"):
        AddressGuard(look_up=names).resolve("app.example", 80)


@pytest.mark.parametrize("address", PRIVATE.values(), ids=PRIVATE.keys())
def test_which_inner_address_a_name_has_is_for_the_operators_log_alone(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = set()
    for name_server in (NameServer(address), NameServer("93.184.215.14", address)):
        with (
            caplog.at_level(logging.INFO, logger="pydash_app.remote.address_guard"),
            pytest.raises(AddressRefusedError) as refusal,
        ):
            AddressGuard(look_up=name_server).resolve("app.example", 80)
        told.add((refusal.value.message, str(refusal.value), refusal.value.code))
    refused_elsewhere = AddressGuard(look_up=NameServer("192.168.77.1"))
    with pytest.raises(AddressRefusedError) as refusal:
        refused_elsewhere.resolve("app.example", 80)
    assert told == {(refusal.value.message, str(refusal.value), refusal.value.code)}
    assert "app.example, since its address is" in caplog.text


def test_of_a_name_with_opened_addresses_only_these_are_tried() -> None:
    names = NameServer("::1", "127.0.0.1", "169.254.169.254")
    guard = AddressGuard([ip_network("127.0.0.0/8")], look_up=names)
    assert guard.resolve("app.example", 80) == (ip_address("127.0.0.1"),)


def test_a_name_is_asked_for_once_and_each_address_kept_once() -> None:
    names = NameServer("93.184.215.14", "93.184.215.14", "1.1.1.1")
    found = AddressGuard(look_up=names).resolve("app.example", 80)
    assert found == (ip_address("93.184.215.14"), ip_address("1.1.1.1"))
    assert names.asked == ["app.example"]


def test_a_name_that_no_machine_has_is_unreachable() -> None:
    def know_nobody(*_: object, **__: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(UnreachableError, match=r"by the name app\.example"):
        AddressGuard(look_up=know_nobody).resolve("app.example", 80)


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "x..example"])
def test_a_name_that_no_machine_can_have_is_unreachable(name: str) -> None:
    with pytest.raises(UnreachableError, match="No machine is known"):
        AddressGuard().resolve(name, 80)
