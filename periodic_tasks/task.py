"""What a task is, what it may answer, and what can be asked about it."""

import enum
import math
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MIN_BETWEEN_STARTS_S = 1.0
"""So that a task with an interval of 0, or one that fails at once, can't keep a core busy."""

_HASH_RANGE = 2**32


class Outcome(enum.Enum):
    """How a run ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RunAgain:
    """What a periodic task returns to choose its next run itself, this one time.

    Attributes:
        after_s: seconds from the end of this run; 0 is at once.
    """

    after_s: float

    def __post_init__(self) -> None:
        """Refuse a pause that is no length of time.

        Raises:
            ValueError: it is negative, infinite or not a number.
        """
        _check_seconds("after_s", self.after_s)


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """What is known of a task's runs. Instants are seconds on the scheduler's clock.

    Attributes:
        last_run_at: when its last finished run started; None before the first has ended.
        duration_s: how long that run took.
        outcome: how it ended.
        next_run_at: when it is due; it starts later if its group or the workers are busy.
            None while it runs.
        is_running: whether it runs now.
    """

    last_run_at: float | None = None
    duration_s: float | None = None
    outcome: Outcome | None = None
    next_run_at: float | None = None
    is_running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A function with a name, and when it runs.

    Attributes:
        interval_s: seconds from one start to the next; None runs once.
        timeout_s: how long a run may take.
        group: tasks of one group never run at the same time; None belongs to no group.
        group_spacing_s: how long it keeps from the end of its group's previous run.
    """

    name: Hashable
    function: Callable[[], object]
    interval_s: float | None = None
    timeout_s: float | None = None
    group: Hashable | None = None
    group_spacing_s: float = 0

    def __post_init__(self) -> None:
        """Refuse times that are none.

        Raises:
            ValueError: one is negative, infinite or not a number, or the timeout is 0.
        """
        _check_seconds("interval_s", self.interval_s or 0)
        _check_seconds("group_spacing_s", self.group_spacing_s)
        if self.timeout_s is not None and not 0 < self.timeout_s < math.inf:
            raise ValueError(f"timeout_s must be more than 0 and finite, not {self.timeout_s}")

    def first_delay_s(self, *, run_at_start: bool, start_after_s: float | None) -> float:
        """Seconds until the first run.

        Without a wish it is the same part of the interval for the same name in every process,
        so that a restart with many tasks is no stampede.

        Raises:
            ValueError: the wish is negative, infinite or not a number.
        """
        if start_after_s is not None:
            _check_seconds("start_after_s", start_after_s)
            return start_after_s
        if run_at_start or self.interval_s is None:
            return 0
        return self.interval_s * zlib.crc32(repr(self.name).encode()) / _HASH_RANGE

    def next_due_at(self, *, due_at: float, started_at: float, ended_at: float) -> float:
        """The next instant on the grid that `due_at` lies on, after the run has ended.

        Intervals that passed meanwhile are left out, so a late task runs once.
        """
        interval_s = max(self.interval_s or 0, MIN_BETWEEN_STARTS_S)
        passed_count = max(0, math.floor((ended_at - due_at) / interval_s))
        return max(due_at + (passed_count + 1) * interval_s, started_at + MIN_BETWEEN_STARTS_S)


def _check_seconds(name: str, value: float) -> None:
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} must be a finite number of seconds from 0 up, not {value}")
