"""Rounds of faults: break, repair, wait until all is well, compare."""

import random
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from tests.chaos.checker import Checker, Findings, Progress
from tests.chaos.faults import Fault
from tests.chaos.remotes import LATEST_COMMIT_S, WatchedRemote

SETTLE_LAG_S = 3.0
FETCH_INTERVAL_S = 1.0

ON_TIME_S = 15.0
"""A dashboard whose remote is well must never be further behind, whatever other remotes do."""

STUCK_AFTER_S = 120.0
BREAK_WITHIN_S = 2.0
SAMPLE_INTERVAL_S = 0.5


@dataclass
class RoundResult:
    """What came of a round.

    Attributes:
        recovery_s: from the last repair until PyDash was healthy and every dashboard had
            everything up to then.
        latest_s: the most that a dashboard was behind whose remote was well, in a round that
            left PyDash itself alone; `None` in other rounds.
    """

    number: int
    faults: list[str]
    recovery_s: float = 0.0
    latest_s: float | None = None
    findings: Findings = field(default_factory=Findings)
    stuck: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, doubled, stuck or late."""
        is_late = self.latest_s is not None and self.latest_s > ON_TIME_S
        return not (self.findings.lost or self.findings.doubled or self.stuck or is_late)

    def __str__(self) -> str:
        late = "" if self.latest_s is None else f", others at most {self.latest_s:.1f} s behind"
        return (
            f"round {self.number}: {' + '.join(self.faults)}: recovered in "
            f"{self.recovery_s:.1f} s{late}; {self.findings.checked} calls compared, "
            f"{self.findings.lost} lost, {self.findings.doubled} doubled"
            + "".join(f"\n    STUCK {line}" for line in self.stuck)
            + "".join(f"\n    {line}" for line in self.findings.examples)
        )


class Rounds:
    """Plays rounds over a running stack.

    Args:
        faults: to choose from.
        checker: compares.
        watched: the remotes by the id of their dashboard.
        is_healthy: whether PyDash says that it works.
        chance: decides what breaks when.
    """

    def __init__(
        self,
        faults: Sequence[Fault],
        checker: Checker,
        watched: dict[str, WatchedRemote],
        is_healthy: Callable[[], bool],
        chance: random.Random,
    ) -> None:
        self._faults = faults
        self._checker = checker
        self._watched = watched
        self._is_healthy = is_healthy
        self._chance = chance

    def play(self, number: int, names: Collection[str] = ()) -> RoundResult:
        """Break something, and see what comes of it.

        Args:
            number: of the round.
            names: of the faults; chance chooses where there are none.
        """
        chosen = self._find(names) if names else self._choose()
        result = RoundResult(number, [fault.name for fault in chosen])
        lateness = _Lateness(self._checker, self._untouched_by(chosen))
        with lateness:
            self._break(chosen)
        if all(fault.host is not None for fault in chosen):
            result.latest_s = lateness.worst_s
        result.recovery_s, result.stuck = self._await_recovery()
        result.findings = self._checker.check_new()
        return result

    def await_first_fetches(self) -> None:
        """Wait until every history is there.

        Raises:
            RuntimeError: one is not.
        """
        _, stuck = self._await_recovery()
        if stuck:
            raise RuntimeError(f"before anything was broken: {stuck}")

    def _choose(self) -> list[Fault]:
        of_remotes = [fault for fault in self._faults if fault.host is not None]
        pool = of_remotes if self._chance.random() < 1 / 3 else list(self._faults)
        return self._chance.sample(pool, self._chance.choice((1, 1, 2, 3)))

    def _find(self, names: Collection[str]) -> list[Fault]:
        """One fault of each name, of those that this machine allows."""
        by_name = {fault.name: fault for fault in self._faults}
        return [by_name[name] for name in names if name in by_name]

    def _untouched_by(self, faults: Sequence[Fault]) -> set[str]:
        touched = {remote.url for fault in faults if fault.host for remote in fault.host.remotes}
        return {key for key, remote in self._watched.items() if remote.url not in touched}

    def _break(self, faults: Sequence[Fault]) -> None:
        """Begin and end the faults, each at its own time."""
        steps: list[tuple[float, int, Callable[[], None]]] = []
        for order, fault in enumerate(faults):
            begin_s = self._chance.uniform(0, BREAK_WITHIN_S)
            end_s = begin_s + self._chance.uniform(fault.shortest_s, fault.longest_s)
            steps.append((begin_s, order, lambda fault=fault: fault.begin(self._chance)))  # type: ignore[misc]
            steps.append((end_s, order, fault.end))
        started_s = time.monotonic()
        for at_s, _, step in sorted(steps, key=lambda step: step[:2]):
            time.sleep(max(0.0, started_s + at_s - time.monotonic()))
            step()

    def _await_recovery(self) -> tuple[float, list[str]]:
        """Seconds until all was well, and who was not until the end of patience."""
        started_s, wanted_s = time.monotonic(), int(time.time() - LATEST_COMMIT_S)
        while True:
            behind = self._behind(wanted_s)
            waited_s = time.monotonic() - started_s
            if not behind and self._is_healthy():
                return waited_s, []
            if waited_s > STUCK_AFTER_S:
                return waited_s, behind or ["PyDash does not say that it is healthy"]
            time.sleep(SAMPLE_INTERVAL_S)

    def _behind(self, wanted_s: int) -> list[str]:
        return [
            f"{self._watched[key].name}: {progress}"
            for key, progress in self._checker.progress().items()
            if progress.complete_until_s < wanted_s or progress.gap_count
        ]


class _Lateness:
    """Looks how far some dashboards are behind while the block lasts."""

    def __init__(self, checker: Checker, dashboard_ids: Collection[str]) -> None:
        self._checker = checker
        self._dashboard_ids = dashboard_ids
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self.worst_s = 0.0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_exc_info: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._is_over.wait(SAMPLE_INTERVAL_S):
            progress = self._checker.progress()
            behind_s = [self._behind_s(progress[key]) for key in self._dashboard_ids]
            self.worst_s = max(self.worst_s, *behind_s, 0.0)

    @staticmethod
    def _behind_s(progress: Progress) -> float:
        return time.time() - progress.complete_until_s
