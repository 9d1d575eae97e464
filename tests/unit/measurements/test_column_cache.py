"""Decoded columns are kept within a bound, and never confused."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import transaction
import ZODB
from numpy.typing import NDArray

from pydash_app.measurements.column_cache import COLUMN_CACHE, MEBIBYTE, ColumnCache
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import EPOCH
from tests.factories import make_batch

ALL = (0, 2**60)


def ones(count: int) -> NDArray[np.uint8]:
    return np.ones(count, np.uint8)


def test_what_was_used_last_stays() -> None:
    cache = ColumnCache(100)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: ones(40))

    assert ["a" in cache, "b" in cache, "c" in cache] == [True, False, True]
    assert cache.nbytes == 80


def test_what_is_kept_is_not_loaded_again() -> None:
    cache = ColumnCache(100)
    loads: list[int] = []

    def load() -> NDArray[np.uint8]:
        loads.append(1)
        return ones(10)

    assert cache.get("a", load) is cache.get("a", load)
    assert len(loads) == 1


def test_what_is_larger_than_the_cache_is_given_but_not_kept() -> None:
    cache = ColumnCache(100)
    cache.get("a", lambda: ones(60))

    assert len(cache.get("b", lambda: ones(101))) == 101
    assert ["a" in cache, "b" in cache] == [True, False]


def test_a_smaller_cache_forgets() -> None:
    cache = ColumnCache(100)
    for key in ("a", "b"):
        cache.get(key, lambda: ones(40))

    cache.resize(50)

    assert ["a" in cache, "b" in cache, cache.nbytes] == [False, True, 40]


def test_small_entries_count_with_what_they_take_beside_their_numbers() -> None:
    cache = ColumnCache(1000, entry_bytes=100)
    for number in range(50):
        cache.get(number, lambda: ones(1))

    assert cache.nbytes <= 1000
    assert sum(number in cache for number in range(50)) == 9


def test_bytes_that_are_their_own_name_count_as_well() -> None:
    cache = ColumnCache(1000)
    cache.get(("ip", b"x" * 300), lambda: ones(10))

    assert cache.nbytes == 310


def test_threads_share_it_within_its_bound() -> None:
    cache = ColumnCache(1000)
    wrong: list[int] = []

    def use(seed: int) -> None:
        for key in np.random.default_rng(seed).integers(0, 40, 2000).tolist():
            found = cache.get(key, lambda key=key: np.full(50, key, np.uint8))  # type: ignore[misc]
            if found[0] != key or cache.nbytes > 1000:
                wrong.append(key)

    threads = [threading.Thread(target=use, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert cache.nbytes == 50 * sum(key in cache for key in range(40))


def store_packed(path: Path, endpoint: str) -> Any:
    """A database whose only calls, packed ones, are of one endpoint."""
    zodb = ZODB.DB(str(path))
    with zodb.transaction() as connection:
        measurements = connection.root()["measurements"] = Measurements()
        times = [EPOCH + timedelta(seconds=second) for second in range(1, 2000)]
        batch = make_batch(times, endpoints=[endpoint] * len(times))
        measurements.append(Window(0, 2000), batch)
        measurements.compact(0)
    return zodb


def test_two_databases_never_see_each_others_columns(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        zodb = store_packed(tmp_path / f"{name}.fs", name)
        with zodb.transaction() as connection:
            measurements = connection.root()["measurements"]
            texts = measurements.vocabulary("endpoint")
            codes = measurements.read(*ALL, ("endpoint",))["endpoint"]
            found.append({texts.get_text(int(code)) for code in codes})
        zodb.close()

    assert found == [{"one"}, {"two"}]


@pytest.fixture
def packed(tmp_path: Path) -> Any:
    zodb = store_packed(tmp_path / "data.fs", "home")
    zodb.close()
    zodb = ZODB.DB(str(tmp_path / "data.fs"))
    yield zodb
    zodb.close()


def test_a_connection_keeps_no_packed_bytes(packed: Any) -> None:
    connection = packed.open(transaction.TransactionManager())
    measurements = connection.root()["measurements"]

    assert len(measurements.read(*ALL, ("duration_ms", "ip"))) == 1999
    for family, units in (("hours", 10), ("ips", 1)):
        assert measurements.rollups.read(family, 0, units)["visits"].sum() == 1999

    loaded = [
        found
        for found in connection._cache.lru_items()
        if type(found[1]).__module__ == "pydash_app.measurements.record"
    ]
    connection.close()
    assert loaded == []


def test_what_is_in_the_cache_is_not_even_loaded(packed: Any) -> None:
    def load_count() -> int:
        connection = packed.open(transaction.TransactionManager())
        connection.root()["measurements"].read(*ALL, ("duration_ms",))
        loads, _ = connection.getTransferCounts(clear=True)
        connection.cacheMinimize()
        connection.close()
        return int(loads)

    first, second = load_count(), load_count()

    assert second == first - 2  # times and durations


def test_nobody_can_change_what_is_kept(packed: Any) -> None:
    with packed.transaction() as connection:
        (segment,) = connection.root()["measurements"]._packed.between(*ALL)
        for values in segment.read_all().values():
            with pytest.raises(ValueError, match="read-only"):
                values[0] = 1


def test_the_processs_cache_is_of_the_size_that_was_set() -> None:
    name = uuid4().bytes
    COLUMN_CACHE.resize(10)
    COLUMN_CACHE.get(name, lambda: ones(11))
    assert name not in COLUMN_CACHE
    COLUMN_CACHE.resize(256 * MEBIBYTE)
