"""What a connection waits for, and whether it has done so for too long."""

from enum import Enum

from pydash_cli.serving.deadlines import Deadlines, Pace


class Phase(Enum):
    """What a connection waits for."""

    NEW = "its first byte"
    HEAD = "the rest of a head"
    BODY = "the rest of a body"
    APP = "the app's answer"
    WRITE = "its client to take an answer"
    IDLE = "its next request"
    END = "its client to hang up"


DRAIN_TIMEOUT_S = 1.0
"""For what is still coming when the last answer is written."""


class Stopwatch:
    """Times the phases of one connection.

    Attributes:
        began_s: when the present phase began, on the monotonic clock.
    """

    def __init__(self, now_s: float) -> None:
        self.began_s = now_s
        self._phase = Phase.NEW
        self._pace: Pace | None = None

    def begin_head(self, now_s: float) -> None:
        """The first byte of another request has come."""
        self.began_s = now_s

    def is_late(self, phase: Phase, moved_bytes: int, deadlines: Deadlines, now_s: float) -> bool:
        """Whether the connection, which is in this phase now, has taken too long.

        Args:
            phase: asked for again and again, at least as often as it changes.
            moved_bytes: received in all where it is `BODY`, taken by the client where `WRITE`.
            deadlines: for all phases.
            now_s: the present.
        """
        if phase is not self._phase:
            self._phase, self._pace = phase, None
            # A head counts from its first byte, of whose time `begin_head` was told.
            self.began_s = self.began_s if phase is Phase.HEAD else now_s
        if phase in (Phase.BODY, Phase.WRITE):
            limit_s = deadlines.body_s if phase is Phase.BODY else deadlines.write_s
            self._pace = self._pace or Pace(limit_s, now_s, moved_bytes)
            return self._pace.is_lost(moved_bytes, now_s)
        limits = {
            Phase.NEW: deadlines.head_s,
            Phase.HEAD: deadlines.head_s,
            Phase.IDLE: deadlines.idle_s,
            Phase.END: DRAIN_TIMEOUT_S,
        }
        return now_s - self.began_s >= limits.get(phase, float("inf"))
