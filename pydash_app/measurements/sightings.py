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

    # The first and the last call of all, so that nobody need look at each version; an older PyDash
    # kept none.
    _whole: Sighting | None = None
    _last_version: int | None = None

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
        if len(columns["called_at_us"]):
            self._see_whole(columns)

    def find_endpoint(self, code: int) -> Sighting | None:
        """Of an endpoint; `None` when it was never called."""
        found: Sighting | None = self._endpoints.get(code)
        return found

    @property
    def first_us(self) -> int | None:
        """The instant of the very first call."""
        whole = self._find_whole()
        return None if whole is None else whole.first_us

    @property
    def last_us(self) -> int | None:
        """The instant of the very last call."""
        whole = self._find_whole()
        return None if whole is None else whole.last_us

    def versions_in_order(self) -> list[int]:
        """The codes of versions in the order of their first calls."""
        return sorted(self._versions, key=lambda code: (self._versions[code].first_us, code))

    def find_last_version(self) -> int | None:
        """The code of the version that served the last call."""
        if self._last_version is not None or not self._versions:
            return self._last_version
        return int(max(self._versions, key=lambda code: self._versions[code].last_us))

    def _see_whole(self, columns: Columns) -> None:
        times_us, versions = columns["called_at_us"], columns["version"]
        seen = Sighting(int(times_us[0]), int(times_us[-1]), int(versions[0]))
        known = self._find_whole()
        joined = seen if known is None else known.joined(seen)
        if joined == self._whole:
            return
        is_later = known is None or seen.last_us > known.last_us
        self._last_version = int(versions[-1]) if is_later else self.find_last_version()
        self._whole = joined

    def _find_whole(self) -> Sighting | None:
        if self._whole is not None or not self._versions:
            return self._whole
        found = self._versions.values()
        first = min(found, key=lambda sighting: sighting.first_us)
        return Sighting(
            first.first_us, max(sighting.last_us for sighting in found), first.first_version
        )


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
