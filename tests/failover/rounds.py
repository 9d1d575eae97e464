"""Takes the leader away, and measures what that costs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from pydash_app import leadership
from pydash_app.database import Database
from tests.chaos.checker import Checker, Findings
from tests.failover.schedulers import SchedulerProcess
from tests.stack.waiting import wait_until

TAKEOVER_WITHIN_S = 30.0
PATIENCE_S = 240.0
"""For what is not the point, on a machine that others keep busy."""

KINDS = ("killed", "frozen", "ended")
DEPOSED = "this one stops its work and stands by"


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What a round was like.

    Attributes:
        takeover_s: from the leader's end to the next one's first heartbeat.
        fetched_s: from there until each dashboard was fetched again.
    """

    kind: str
    takeover_s: float
    fetched_s: float
    findings: Findings

    @property
    def is_good(self) -> bool:
        """Whether no call was lost or doubled, and another one led in time."""
        is_in_time = self.takeover_s < TAKEOVER_WITHIN_S
        return is_in_time and not self.findings.lost and not self.findings.doubled

    def __str__(self) -> str:
        return (
            f"leader {self.kind:<6}  another led after {self.takeover_s:4.1f} s and had fetched "
            f"everything {self.fetched_s:4.1f} s later; {self.findings.checked} calls compared, "
            f"{self.findings.lost} lost, {self.findings.doubled} doubled"
        )


class Rounds:
    """Plays with two schedulers of one database.

    Args:
        schedulers: all of them run.
        database: what they share.
        checker: knows every call.
    """

    def __init__(
        self, schedulers: Sequence[SchedulerProcess], database: Database, checker: Checker
    ) -> None:
        self._schedulers = schedulers
        self._database = database
        self._checker = checker

    def await_leader(self) -> SchedulerProcess:
        """The scheduler that leads."""
        leader = wait_until(self._find_leader, timeout_s=PATIENCE_S, what="a leader")
        assert leader is not None
        return leader

    def await_stand_by(self, *, besides: SchedulerProcess) -> None:
        """Wait until another scheduler knows whom it stands by for."""
        name = f":{besides.process.pid if besides.process else ''} leads; this one stands by"
        others = [scheduler for scheduler in self._schedulers if scheduler is not besides]
        wait_until(
            lambda: all(name in other.log for other in others),
            timeout_s=PATIENCE_S,
            what="the other one stands by",
        )

    def await_fetches(self) -> float:
        """Wait until each dashboard was fetched once more; the seconds that took."""
        began_s = time.monotonic()
        before = self._checker.progress()

        def have_all_moved() -> bool:
            now = self._checker.progress()
            return all(now[key].complete_until_s > before[key].complete_until_s for key in before)

        wait_until(have_all_moved, timeout_s=PATIENCE_S, what="every dashboard is fetched")
        return time.monotonic() - began_s

    def play(self, kind: str) -> RoundResult:
        """Take the leader away in one of the ways in `KINDS`, and bring it back to stand by."""
        leader = self.await_leader()
        self.await_stand_by(besides=leader)
        term = leadership.look(self._database).term
        began_s = time.monotonic()
        if kind == "killed":
            leader.kill()
        elif kind == "frozen":
            leader.freeze()
        else:
            assert leader.end() == 0
        wait_until(
            lambda: leadership.look(self._database).term > term,
            timeout_s=PATIENCE_S,
            what=f"a takeover after the leader was {kind}",
        )
        takeover_s = time.monotonic() - began_s
        fetched_s = self.await_fetches()
        self._bring_back(leader, kind)
        return RoundResult(kind, takeover_s, fetched_s, self._checker.check_new())

    def check_all(self) -> Findings:
        """Compare every call from the beginning."""
        return self._checker.check_all()

    def _bring_back(self, former: SchedulerProcess, kind: str) -> None:
        if kind != "frozen":
            former.start()
        else:
            said = former.log.count(DEPOSED)
            former.go_on()
            wait_until(
                lambda: former.log.count(DEPOSED) > said,
                timeout_s=PATIENCE_S,
                what="the deposed leader notices",
            )
        self.await_fetches()
        assert self.await_leader() is not former

    def _find_leader(self) -> SchedulerProcess | None:
        name = leadership.look(self._database).holder_name
        return next((each for each in self._schedulers if each.is_called(name)), None)
