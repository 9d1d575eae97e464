"""What FMD's own SQLite databases hold, as PyDash must keep it."""

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.stack.stored_calls import as_kept

Row = tuple[Any, ...]
"""Microseconds since 1970, milliseconds, endpoint, version, IP, group."""

OF_1 = "SELECT time, execution_time, endpoint, version, ip, group_by FROM functionCalls"
OF_5 = """
    SELECT r.time_requested, r.duration, e.name, r.version_requested, r.ip, r.group_by
    FROM Request r JOIN Endpoint e ON e.id = r.endpoint_id
"""


def rows_of_1(path: Path) -> "Counter[Row]":
    """The calls of an FMD 1."""
    return _read(path, OF_1)


def rows_of_5(path: Path) -> "Counter[Row]":
    """The calls of an FMD 2 or later."""
    return _read(path, OF_5)


def _read(path: Path, query: str) -> "Counter[Row]":
    with closing(sqlite3.connect(path, timeout=30)) as file:
        return Counter(
            (_instant_us(at), as_kept(duration_ms), endpoint, version, ip, str(group))
            for at, duration_ms, endpoint, version, ip, group in file.execute(query)
        )


def _instant_us(text: str) -> int:
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000 + at.microsecond
