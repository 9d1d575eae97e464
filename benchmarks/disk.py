"""Where the bytes of a packed database go."""

from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ZODB.FileStorage import FileStorage
from ZODB.FileStorage.format import DATA_HDR_LEN
from ZODB.serialize import referencesf
from ZODB.utils import get_pickle_metadata

ROLLUPS = ("pydash_app.measurements.rollups", "Rollups")


@dataclass(frozen=True)
class DiskUse:
    """Bytes of a database file.

    Attributes:
        file_bytes: all of it.
        rollup_bytes: what the roll-ups take of that, their indexes included.
    """

    file_bytes: int
    rollup_bytes: int


def measure_disk(path: Path) -> DiskUse:
    """Weigh a database that no server has open."""
    storage = FileStorage(str(path), read_only=True)
    try:
        records = {
            record.oid: record.data for transaction in storage.iterator() for record in transaction
        }
    finally:
        storage.close()
    roots = [oid for oid, data in records.items() if get_pickle_metadata(data) == ROLLUPS]
    weighed = sum(len(records[oid]) + DATA_HDR_LEN for oid in _reachable(records, roots))
    return DiskUse(path.stat().st_size, weighed)


def _reachable(records: dict[Any, bytes], roots: list[Any]) -> Counter[Any]:
    """All objects that some objects hold, directly or not, and these themselves."""
    found: Counter[Any] = Counter()
    waiting = deque(roots)
    while waiting:
        oid = waiting.popleft()
        if oid not in found:
            found[oid] += 1
            waiting.extend(referencesf(records[oid]))
    return found
