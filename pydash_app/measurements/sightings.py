"""When endpoints and versions were first and last called."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from BTrees.IOBTree import IOBTree
from persistent import Persistent

from pydash_app.measurements.segment import Columns


@dataclass(frozen=True, slots=True)
class Sighting:
    """Calls of one endpoint, or of one version.

    Attributes:
        first_us, last_us: instants of the first and the last one, microseconds since 1970.
        first_version: code of the version that served the first one.
    """

    first_us: int
    last_us: int
    first_version: int

    def joined(self, other: "Sighting") -> "Sighting":
        """Of the calls of both."""
        earlier = min(self, other, key=lambda sighting: sighting.first_us)
        return Sighting(earlier.first_us, max(self.last_us, other.last_us), earlier.first_version)


class Sightings(Persistent):
    """First and last calls; they outlive the calls themselves. Seeing a call again is no harm."""

    def __init__(self) -> None:
        self._endpoints = IOBTree()  # code -> Sighting
        self._versions = IOBTree()  # code -> Sighting

    def see(self, columns: Columns) -> None:
        """Take note of calls, in the order of their time."""
        for name, seen in (("endpoint", self._endpoints), ("version", self._versions)):
            for code, sighting in _sightings(columns, name):
                known = seen.get(code)
                joined = sighting if known is None else known.joined(sighting)
                if joined != known:
                    seen[code] = joined

    def find_endpoint(self, code: int) -> Sighting | None:
        """Of an endpoint; `None` when it was never called."""
        found: Sighting | None = self._endpoints.get(code)
        return found

    @property
    def first_us(self) -> int | None:
        """The instant of the very first call."""
        return min((found.first_us for found in self._versions.values()), default=None)

    @property
    def last_us(self) -> int | None:
        """The instant of the very last call."""
        return max((found.last_us for found in self._versions.values()), default=None)

    def versions_in_order(self) -> list[int]:
        """The codes of versions in the order of their first calls."""
        return sorted(self._versions, key=lambda code: (self._versions[code].first_us, code))

    def find_last_version(self) -> int | None:
        """The code of the version that served the last call."""
        if not self._versions:
            return None
        return int(max(self._versions, key=lambda code: self._versions[code].last_us))


def _sightings(columns: Columns, name: str) -> Iterator[tuple[int, Sighting]]:
    codes, times_us = columns[name], columns["called_at_us"]
    different, firsts = np.unique(codes, return_index=True)
    _, lasts = np.unique(codes[::-1], return_index=True)
    rows = zip(
        different.tolist(),
        times_us[firsts].tolist(),
        times_us[len(codes) - 1 - lasts].tolist(),
        columns["version"][firsts].tolist(),
        strict=True,
    )
    for code, first_us, last_us, version in rows:
        yield code, Sighting(first_us, last_us, version)
