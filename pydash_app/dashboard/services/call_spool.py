"""Calls on their way from elsewhere, put into the order of their time in a temporary file.

Calls that are alike in every respect can be told from calls that are stored already only when all
of them are looked at together. In the order of time, and then of duration, they lie side by side,
however many calls there are and in whatever order they came. In memory is one part at a time.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import msgspec
import numpy as np

from pydash_app.errors import DiskFullError
from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch, TextColumn
from pydash_app.measurements.flaws import Flaw

CALLS_A_PART = 20_000

_CREATE = """
    CREATE TABLE calls (
        called_at_us INTEGER, duration_ms REAL, number INTEGER,
        endpoint INTEGER, version INTEGER, ip INTEGER, group_by INTEGER, status_code INTEGER,
        flaws BLOB,
        PRIMARY KEY (called_at_us, duration_ms, number)
    ) WITHOUT ROWID
"""
_CREATE_LOST = "CREATE TABLE lost (place TEXT, column_name TEXT, reason TEXT, row_key INTEGER)"
_INSERT = "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SELECT = "SELECT * FROM calls ORDER BY called_at_us, duration_ms, number"

_Row = tuple[int, float, int, int, int, int, int, int, bytes | None]


class CallSpool:
    """Takes calls in any order, and gives them back in that of their time. Dies with its block."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._file.execute(_CREATE)
        self._file.execute(_CREATE_LOST)
        self._codes: dict[str, dict[str, int]] = {name: {} for name in TEXT_COLUMNS}
        self.call_count = 0

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """One in the system's folder for temporary files.

        Raises:
            DiskFullError: it is too small.
        """
        with tempfile.TemporaryDirectory(prefix="pydash-import-") as folder:
            file = sqlite3.connect(Path(folder) / "calls.db", isolation_level=None)
            try:
                file.execute("PRAGMA journal_mode = OFF")
                file.execute("PRAGMA synchronous = OFF")
                yield cls(file)
            except sqlite3.OperationalError as error:
                raise DiskFullError(
                    f"The folder for temporary files can't hold the calls ({error}). "
                    "Name one with more space in TMPDIR; an import needs some 60 bytes a call."
                ) from error
            finally:
                file.close()

    def add(self, batch: CallBatch) -> None:
        """Take calls."""
        count = len(batch)
        no_codes = np.zeros(count, np.uint16)
        statuses = no_codes if batch.status_code is None else batch.status_code
        texts = [self._encode(name, batch.text_column(name)) for name in TEXT_COLUMNS]
        columns = (
            batch.called_at_us.tolist(),
            batch.duration_ms.tolist(),
            range(self.call_count, self.call_count + count),
            *texts,
            statuses.tolist(),
            _packed(batch.flaws, count),
        )
        self._file.execute("BEGIN")
        self._file.executemany(_INSERT, zip(*columns, strict=True))
        lost = [flaw for flaw in batch.flaws if flaw.call is None]
        self._file.executemany(
            "INSERT INTO lost VALUES (?, ?, ?, ?)",
            [(flaw.place, flaw.column, flaw.reason, flaw.row_key) for flaw in lost],
        )
        self._file.execute("COMMIT")
        self.call_count += count

    def parts(self) -> Iterator[CallBatch]:
        """All calls in the order of their time; those that are alike are in the same part."""
        rows = self._file.execute(_SELECT)
        waiting: list[_Row] = []
        while more := rows.fetchmany(CALLS_A_PART):
            waiting += more
            cut = _last_border(waiting)
            if cut:
                yield self._batch_of(waiting[:cut])
                waiting = waiting[cut:]
        if waiting:
            yield self._batch_of(waiting)

    def lost(self) -> Iterator[list[Flaw]]:
        """What was wrong with rows that became no calls, part by part."""
        rows = self._file.execute("SELECT place, column_name, reason, row_key FROM lost")
        while part := rows.fetchmany(CALLS_A_PART):
            yield [Flaw(place, column, why, None, key) for place, column, why, key in part]

    def _encode(self, name: str, column: TextColumn) -> list[int]:
        codes = self._codes[name]
        known = np.array([codes.setdefault(text, len(codes)) for text in column.texts], np.int64)
        encoded: list[int] = known[column.codes].tolist()
        return encoded

    def _batch_of(self, rows: list[_Row]) -> CallBatch:
        times_us, durations_ms, _, *codes, statuses, flaws = zip(*rows, strict=True)
        endpoint, version, ip, group_by = map(self._decode, TEXT_COLUMNS, codes)
        return CallBatch(
            called_at_us=np.array(times_us, np.int64),
            duration_ms=np.array(durations_ms, np.float32),
            status_code=np.array(statuses, np.uint16) if any(statuses) else None,
            endpoint=endpoint,
            version=version,
            ip=ip,
            group_by=group_by,
            flaws=tuple(_unpacked(flaws)),
        )

    def _decode(self, name: str, codes: tuple[int, ...]) -> TextColumn:
        texts = list(self._codes[name])
        different, places = np.unique(np.array(codes, np.int64), return_inverse=True)
        return TextColumn(places.astype(np.uint32), tuple(texts[code] for code in different))


def _packed(flaws: Sequence[Flaw], call_count: int) -> list[bytes | None]:
    """The flaws of each call."""
    by_call: dict[int, list[Flaw]] = {}
    for flaw in flaws:
        if flaw.call is not None:
            by_call.setdefault(flaw.call, []).append(flaw)
    return [
        msgspec.json.encode(by_call[call]) if call in by_call else None
        for call in range(call_count)
    ]


def _unpacked(column: Sequence[bytes | None]) -> Iterator[Flaw]:
    for call, packed in enumerate(column):
        if packed is not None:
            for flaw in msgspec.json.decode(packed, type=list[Flaw]):
                yield replace(flaw, call=call)


def _last_border(rows: list[_Row]) -> int:
    """Where the calls of the last instant and duration begin; 0 where they all are of one."""
    last = rows[-1][:2]
    return next((place for place in range(len(rows), 0, -1) if rows[place - 1][:2] != last), 0)
