"""A batch of endpoint calls on its way into the store: plain columns, not yet persistent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.flaws import Flaw, moved
from pydash_app.measurements.window import Window

MICROSECONDS = 1_000_000
"""Microseconds in a second: instants are stored as microseconds since 1970, UTC."""

TEXT_COLUMNS = ("endpoint", "version", "ip", "group_by")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of few different texts.

    Attributes:
        codes: shape (calls,), indexes into `texts`.
        texts: the different texts, each once.
    """

    codes: NDArray[np.uint32]
    texts: tuple[str, ...]

    @classmethod
    def encode(cls, values: Sequence[str]) -> Self:
        """Give each different text of `values` a code, in the order first seen."""
        seen: dict[str, int] = {}
        codes = np.fromiter(
            (seen.setdefault(value, len(seen)) for value in values), np.uint32, len(values)
        )
        return cls(codes, tuple(seen))

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Self:
        """The same texts, the rows in another order or fewer of them."""
        return type(self)(self.codes[rows], self.texts)


@dataclass(frozen=True, slots=True)
class CallBatch:
    """Endpoint calls in the order of their time.

    Attributes:
        called_at_us: shape (calls,), microseconds since 1970, UTC, ascending.
        duration_ms: shape (calls,), seven significant digits.
        endpoint, version, ip, group_by: shape (calls,) each.
        status_code: shape (calls,), of the HTTP answer, 0 where the remote does not know it;
            `None` where its wire format gives none.
        flaws: what of their rows, and of those that became no call, could not be kept as it came.
    """

    called_at_us: NDArray[np.int64]
    duration_ms: NDArray[np.float32]
    endpoint: TextColumn
    version: TextColumn
    ip: TextColumn
    group_by: TextColumn
    status_code: NDArray[np.uint16] | None = None
    flaws: tuple[Flaw, ...] = ()

    def __len__(self) -> int:
        return len(self.called_at_us)

    def text_column(self, name: str) -> TextColumn:
        """One of `TEXT_COLUMNS` by its name."""
        column: TextColumn = getattr(self, name)
        return column

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Self:
        """Some of the calls, by their places or by a mask."""
        return type(self)(
            called_at_us=self.called_at_us[rows],
            duration_ms=self.duration_ms[rows],
            endpoint=self.endpoint.take(rows),
            version=self.version.take(rows),
            ip=self.ip.take(rows),
            group_by=self.group_by.take(rows),
            status_code=None if self.status_code is None else self.status_code[rows],
            flaws=moved(self.flaws, rows, len(self)),
        )

    def within(self, window: Window) -> Self:
        """The calls of a window."""
        return self.take(
            (self.called_at_us > window.after_s * MICROSECONDS)
            & (self.called_at_us <= window.until_s * MICROSECONDS)
        )

    def sorted_by_time(self) -> Self:
        """The same calls in ascending order of time; ties keep their order."""
        return self.take(np.argsort(self.called_at_us, kind="stable"))
