"""The calls of a remote that is none: the same for whoever asks, computed, never stored.

So the stub server needs no database, may be killed at any time, and who checks what PyDash has
stored knows every call.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tests.stack.stored_calls import StoredRow, as_kept

CALLS_PER_BUCKET = 10
SHORTEST_BUCKET_S = 10
LONGEST_BUCKET_S = 3600
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_ENDPOINTS = ("home", "items", "item", "search", "bücher/neu", "report")
_VERSIONS = ("1.0", "1.1", "1.2-β", "2.0")
_GROUPS = ("None", "ada", "grace", "zoë", "名前", "o'neil; --")
_IPS = ("2001:db8::1", *(f"10.0.0.{number}" for number in range(1, 30)))
_VERSION_LASTS_S = 5 * 86_400


class StubCall(NamedTuple):
    """One call; the fields are those of `get_json_data`, save that the time is a number."""

    called_at_us: int
    duration_ms: float
    endpoint: str
    version: str
    ip: str
    group_by: str

    def as_stored(self) -> StoredRow:
        """As PyDash keeps it."""
        return StoredRow(*self)._replace(duration_ms=as_kept(self.duration_ms))

    def as_row(self) -> dict[str, object]:
        """As FMD sends it: the fraction is missing where the microseconds are 0."""
        at = _EPOCH + timedelta(microseconds=self.called_at_us)
        return {
            "endpoint": self.endpoint,
            "execution_time": self.duration_ms,
            "group_by": self.group_by,
            "ip": self.ip,
            "time": str(at.replace(tzinfo=None)),
            "version": self.version,
        }


@dataclass(frozen=True)
class StubHistory:
    """All calls of one remote, past and to come.

    Attributes:
        seed: another one has other calls.
        begin_s: before the first call, in seconds since 1970.
        calls_per_hour: on average.
    """

    seed: str
    begin_s: int
    calls_per_hour: float

    def calls_between(self, after_us: int, until_us: int) -> Iterator[StubCall]:
        """The calls with `after_us < called_at_us <= until_us`, oldest first."""
        after_us = max(after_us, self.begin_s * 1_000_000)
        bucket_us = self._bucket_s * 1_000_000
        for bucket in range(after_us // bucket_us, until_us // bucket_us + 1):
            for call in self._calls_of(bucket):
                if after_us < call.called_at_us <= until_us:
                    yield call

    def estimated_count(self, now_s: float) -> int:
        """About how many calls there are."""
        return round(max(0.0, now_s - self.begin_s) / 3600 * self.calls_per_hour)

    @property
    def _bucket_s(self) -> int:
        """Calls are made so many seconds at a time: few calls in long buckets, else in short."""
        fitting_s = int(CALLS_PER_BUCKET * 3600 / self.calls_per_hour)
        return max(SHORTEST_BUCKET_S, min(LONGEST_BUCKET_S, fitting_s))

    def _calls_of(self, bucket: int) -> list[StubCall]:
        chance = random.Random(f"{self.seed} {bucket}")  # noqa: S311
        bucket_us = self._bucket_s * 1_000_000
        wanted = self.calls_per_hour * self._bucket_s / 3600
        count = int(wanted) + (chance.random() < wanted % 1)
        calls: list[StubCall] = []
        for _ in range(count):
            calls.append(_make_call(bucket * bucket_us + _pick_us(bucket_us, chance), chance))
            if chance.random() < 0.02:  # FMD has no ids: two equal rows are two calls
                calls.append(calls[-1])
        return sorted(calls)


def _pick_us(bucket_us: int, chance: random.Random) -> int:
    at_us = chance.randrange(bucket_us)
    is_whole = chance.random() < 0.1
    return at_us - at_us % 1_000_000 if is_whole else at_us


def _make_call(called_at_us: int, chance: random.Random) -> StubCall:
    return StubCall(
        called_at_us=called_at_us,
        duration_ms=chance.lognormvariate(2, 1),
        endpoint=chance.choice(_ENDPOINTS),
        version=_VERSIONS[called_at_us // 1_000_000 // _VERSION_LASTS_S % len(_VERSIONS)],
        ip=chance.choice(_IPS),
        group_by=chance.choice(_GROUPS),
    )
