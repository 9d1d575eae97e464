"""Nobody does more than the limit says, in whatever window one looks."""

import multiprocessing
import sqlite3
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.errors import SettingsError, TooManyRequestsError, UnavailableError
from pydash_app.limits import Limit, RateLimits, UseStore, network_of, networks_of
from pydash_app.limits.steady_store import SteadyUseStore
from pydash_app.settings import Settings
from tests.conftest import NOW
from tests.factories import make_limits

THREE_A_MINUTE = Limit("tries", 3, 60, "Too many tries.")
SECOND = timedelta(seconds=1)


def use(limits: RateLimits, key: str, at: datetime, limit: Limit = THREE_A_MINUTE) -> int | None:
    """Use it once; `None`, or how long to wait where that was too often."""
    try:
        limits.charge(limit.of(key), now=at)
    except TooManyRequestsError as error:
        return error.retry_after_s
    return None


def test_uses_up_to_the_limit_pass_and_the_next_is_told_when_to_come_back(now: datetime) -> None:
    limits = make_limits()
    assert [use(limits, "a", now + i * SECOND) for i in range(3)] == [None] * 3
    wait_s = use(limits, "a", now + 3 * SECOND)
    assert wait_s is not None
    assert 57 <= wait_s <= 59
    assert use(limits, "a", now + (3 + wait_s) * SECOND) is None


def test_refused_uses_do_not_count(now: datetime) -> None:
    limits = make_limits()
    for _ in range(100):
        use(limits, "a", now)
    assert use(limits, "a", now + 62 * SECOND) is None


def test_everybody_and_everything_is_counted_alone(now: datetime) -> None:
    limits = make_limits()
    other = Limit("other tries", 3, 60, "")
    assert [use(limits, "a", now) for _ in range(3)] == [None] * 3
    assert use(limits, "b", now) is None
    assert use(limits, "a", now, other) is None


def test_of_several_charges_all_count_or_none(now: datetime) -> None:
    limits = make_limits()
    for _ in range(3):
        use(limits, "full", now)
    with pytest.raises(TooManyRequestsError):
        limits.charge(THREE_A_MINUTE.of("fresh"), THREE_A_MINUTE.of("full"), now=now)
    assert [use(limits, "fresh", now) for _ in range(4)][:3] == [None] * 3


def test_what_is_given_back_does_not_count(now: datetime) -> None:
    limits = make_limits()
    for _ in range(50):
        limits.charge(THREE_A_MINUTE.of("a"), now=now)
        limits.refund(THREE_A_MINUTE.of("a"), now=now)
    assert [use(limits, "a", now) for _ in range(3)] == [None] * 3
    assert use(limits, "a", now) is not None


def test_zero_is_no_limit(now: datetime) -> None:
    limits = make_limits(limit_requests=0)
    assert all(use(limits, "a", now, limits.requests) is None for _ in range(2000))


def test_half_a_surrogate_may_be_a_key(now: datetime) -> None:
    assert use(make_limits(), "\ud800", now) is None


@given(steps=st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=80))
def test_no_window_wherever_it_begins_holds_more_than_the_limit(steps: list[float]) -> None:
    limits, at, passed = make_limits(), NOW, []
    for step in steps:
        at += timedelta(seconds=step)
        if use(limits, "a", at) is None:
            passed.append(at)
    for i, first in enumerate(passed):
        within = [t for t in passed[i:] if t - first < timedelta(seconds=60)]
        assert len(within) <= THREE_A_MINUTE.most_count


@given(steps=st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=40))
def test_whoever_waits_as_long_as_told_is_let_in(steps: list[float]) -> None:
    limits, at = make_limits(), NOW
    for step in steps:
        at += timedelta(seconds=step)
        wait_s = use(limits, "a", at)
        if wait_s is not None:
            assert 1 <= wait_s <= 61
            at += timedelta(seconds=wait_s)
            assert use(limits, "a", at) is None


def test_what_is_over_is_forgotten(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "limits.sqlite3"
    limits = RateLimits(UseStore.open(path, b"key"), Settings())
    for i in range(100):
        use(limits, f"client {i}", now)
    use(limits, "later", now + 180 * SECOND)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM uses").fetchone() == (1,)
    connection.close()


def test_the_file_names_nobody(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "folder" / "limits.sqlite3"
    limits = RateLimits(UseStore.open(path, b"key"), Settings())
    use(limits, "alice@example.org 192.0.2.77", now)
    limits.close()
    written = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"alice" not in written
    assert b"192.0.2.77" not in written


def test_counts_survive_a_restart(tmp_path: Path, now: datetime) -> None:
    refused = []
    for _ in range(4):
        limits = RateLimits(UseStore.open(tmp_path / "limits.sqlite3", b"key"), Settings())
        refused.append(use(limits, "a", now) is not None)
        limits.close()
    assert refused == [False, False, False, True]


def test_a_store_that_fails_is_unavailable_and_lets_nobody_through(now: datetime) -> None:
    limits = make_limits()
    limits.close()
    with pytest.raises(UnavailableError):
        use(limits, "a", now)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "limits.sqlite3"
    path.write_bytes(b"this is no database, and longer than a header" * 100)
    with pytest.raises(SettingsError) as caught:
        UseStore.open(path, b"key")
    assert str(path) in caught.value.message


def test_while_the_disk_is_full_a_process_counts_by_itself(
    tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    connection = sqlite3.connect(
        tmp_path / "limits.sqlite3", isolation_level=None, check_same_thread=False
    )
    store = SteadyUseStore(UseStore(connection, b"key"), UseStore.open(None, b"key"))
    limits = RateLimits(store, Settings())
    for i in range(200):
        use(limits, f"client {i}", now)
    connection.execute("PRAGMA max_page_count = 1")
    for i in range(200, 400):
        use(limits, f"client {i}", now)
    refused = [use(limits, "a", now) is not None for _ in range(4)]
    assert refused == [False, False, False, True]
    assert caplog.text.count("The disk is full") == 1
    limits.refund(THREE_A_MINUTE.of("a"), now=now)
    assert use(limits, "a", now) is None
    connection.execute("PRAGMA max_page_count = 1000")
    refused = [use(limits, "a", now) is not None for _ in range(4)]
    assert refused == [False, False, False, True]
    limits.close()


MANY = Limit("many", 100, 3600, "")


def _use_often(path: Path, count: int) -> int:
    limits = RateLimits(UseStore.open(path, b"key"), Settings())
    return sum(use(limits, "a", NOW, MANY) is None for _ in range(count))


def test_a_limit_holds_across_processes(tmp_path: Path) -> None:
    path = tmp_path / "limits.sqlite3"
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        passed = pool.starmap(_use_often, [(path, 100)] * 3)
    assert sum(passed) == MANY.most_count


def test_a_limit_holds_across_threads(now: datetime) -> None:
    limits = make_limits()
    passed: list[int | None] = []

    def work() -> None:
        passed.extend(use(limits, "a", now, MANY) for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(None) == MANY.most_count


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_who_counts_as_one_client(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("client", "networks"),
    [
        ("2001:db8:1:2::/64", ("2001:db8:1:2::/64", "2001:db8:1::/56", "2001:db8:1::/48")),
        ("2001:db8:1:1ff::/64", ("2001:db8:1:1ff::/64", "2001:db8:1:100::/56", "2001:db8:1::/48")),
        ("192.0.2.1", ("192.0.2.1",)),
        ("", ("",)),
        ("no address", ("no address",)),
    ],
)
def test_which_networks_may_be_one_clients(client: str, networks: tuple[str, ...]) -> None:
    assert networks_of(client) == networks


def use_as(limits: RateLimits, addresses: Iterable[str], now: datetime) -> int:
    """How many of these clients get through, one use each."""
    passed = 0
    for address in addresses:
        try:
            limits.charge(*THREE_A_MINUTE.of_client(network_of(address)), now=now)
        except TooManyRequestsError:
            continue
        passed += 1
    return passed


def test_a_network_of_256_clients_passes_four_times_as_often_as_one(now: datetime) -> None:
    addresses = [f"2001:db8:1:{number:x}::1" for number in range(256)]
    assert use_as(make_limits(), addresses, now) == 4 * THREE_A_MINUTE.most_count


def test_a_network_of_65536_clients_passes_sixteen_times_as_often_as_one(now: datetime) -> None:
    addresses = [f"2001:db8:1:{number << 8:x}::1" for number in range(256)]
    assert use_as(make_limits(), addresses, now) == 16 * THREE_A_MINUTE.most_count


def test_neighbours_in_another_48_or_of_ipv4_are_counted_alone(now: datetime) -> None:
    limits = make_limits()
    use_as(limits, [f"2001:db8:1:{number:x}::1" for number in range(256)], now)
    assert use_as(limits, [f"2001:db8:{number:x}::1" for number in range(2, 60)], now) == 58
    assert use_as(limits, [f"192.0.2.{number}" for number in range(256)], now) == 256


def test_what_a_client_gets_back_its_wider_networks_get_back(now: datetime) -> None:
    limits = make_limits()
    for number in range(50):
        charges = THREE_A_MINUTE.of_client(network_of(f"2001:db8:1:{number:x}::1"))
        limits.charge(*charges, now=now)
        limits.refund(*charges, now=now)
    addresses = [f"2001:db8:1:{number:x}::1" for number in range(256)]
    assert use_as(limits, addresses, now) == 4 * THREE_A_MINUTE.most_count


def test_no_limit_is_none_for_wider_networks(now: datetime) -> None:
    limits = make_limits(limit_registrations=0)
    for number in range(200):
        charges = limits.registrations.of_client(network_of(f"2001:db8:1:{number:x}::1"))
        limits.charge(*charges, now=now)
