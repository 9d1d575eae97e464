"""Takes the time of what is done again and again, each time a little differently."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

LEAST_REPEATS = 3
"""Of what takes so long that the patience ends before."""


@dataclass(frozen=True)
class Timing:
    """How long something took.

    Attributes:
        times_ms: each of the repeats.
    """

    times_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        """The middle of them."""
        return median(self.times_ms)

    @property
    def slowest_ms(self) -> float:
        """The longest of them."""
        return max(self.times_ms)


def time_once(work: Callable[[], object]) -> float:
    """How many milliseconds `work` takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def time_often(
    work: Callable[[int], object], *, repeats: int = 15, patience_s: float = 30
) -> Timing:
    """Time `work`, which is told how often it ran before, after one round that does not count.

    Args:
        work: what to time.
        repeats: as long as the patience lasts; never fewer than `LEAST_REPEATS`.
        patience_s: seconds after which who is slow is asked no more.
    """
    deadline = time.perf_counter() + patience_s
    work(repeats)
    times_ms: list[float] = []
    for number in range(repeats):
        times_ms.append(time_once(lambda number=number: work(number)))  # type: ignore[misc]
        if len(times_ms) >= LEAST_REPEATS and time.perf_counter() > deadline:
            break
    return Timing(tuple(times_ms))
