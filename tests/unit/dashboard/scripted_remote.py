"""A remote that is scripted: it holds calls, has a clock of its own, and fails as told."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydash_app.errors import AnswerTooLargeError, RemoteError
from pydash_app.measurements.window import Window
from pydash_app.remote import (
    CallsAnswer,
    RemoteDetails,
    RemoteEndpoint,
    RemoteExam,
    RemoteGateway,
    Wire,
)
from pydash_app.statistics.instants import EPOCH
from tests.factories import make_batch
from tests.unit.dashboard.scripted_pages import ScriptedPages


@dataclass
class SteppingClock:
    """A clock that stands still until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class ScriptedRemote:
    """A monitored app.

    Attributes:
        calls: when each of its calls took place.
        clock: what time it is there; `None` when it does not tell.
        failures: raised by the next requests, one each; `None` lets a request pass.
        most_calls: an answer with more is too large.
        while_asked: takes place between the request and the answer.
        asked: the windows that were asked for.
        wire: how it hands out its calls, unless it has `pages`.
        in_turn: the calls of other databases, which answer in turn with that one.
    """

    calls: Sequence[datetime] = ()
    clock: Callable[[], datetime] | None = None
    failures: deque[RemoteError | None] = field(default_factory=deque)
    most_calls: int = 1_000_000
    while_asked: Callable[[], None] = lambda: None
    asked: list[Window] = field(default_factory=list)
    token: str = ""
    wire: Wire = Wire.FMD_1_13
    pages: ScriptedPages | None = None
    in_turn: Sequence[Sequence[datetime]] = ()
    answer_count: int = 0

    def get_details(self) -> RemoteDetails:
        if self.pages is not None:
            return self.pages.get_details()
        first_at, now_at = min(self.calls, default=None), self._now_at()
        return RemoteDetails(f"{self.wire}.1", self.wire, first_at, len(self.calls), now_at, "1.0")

    def list_endpoints(self) -> list[RemoteEndpoint]:
        return [RemoteEndpoint("home", True, None, "1.0", None)]

    def get_calls(self, window: Window) -> CallsAnswer:
        self.asked.append(window)
        failure = self.failures.popleft() if self.failures else None
        if failure is not None:
            raise failure
        return self._answer(window)

    def get_calls_after(self, after_s: int) -> CallsAnswer:
        return self._answer(Window(after_s, 2**40))

    def _answer(self, window: Window) -> CallsAnswer:
        self.answer_count += 1
        databases = [self.calls, *self.in_turn]
        inside = [
            at
            for at in databases[self.answer_count % len(databases)]
            if window.after_s < (at - EPOCH).total_seconds() <= window.until_s
        ]
        if len(inside) > self.most_calls:
            raise AnswerTooLargeError("That is too much at once.")
        remote_now_at = self._now_at()
        self.while_asked()
        return CallsAnswer(make_batch(inside), remote_now_at, 0)

    def _now_at(self) -> datetime | None:
        return None if self.clock is None else self.clock().replace(microsecond=0)


class ScriptedGateway(RemoteGateway):
    """A gateway behind which there is one scripted remote, or what it fails with."""

    def __init__(
        self,
        remote: ScriptedRemote,
        *,
        exam_failure: RemoteError | None = None,
        clock_offset_s: float | None = 0.0,
    ) -> None:
        super().__init__()
        self._remote = remote
        self._exam_failure = exam_failure
        self._clock_offset_s = clock_offset_s

    def examine(self, url: str, token: str) -> RemoteExam:  # noqa: ARG002  the gateway's own form
        if self._exam_failure is not None:
            raise self._exam_failure
        remote = self._remote
        return RemoteExam(remote.get_details(), remote.list_endpoints(), self._clock_offset_s)

    def get_details(self, url: str) -> RemoteDetails:  # noqa: ARG002
        return self._remote.get_details()

    def open_windows(self, url: str, token: str, wire: Wire = Wire.FMD_1_13) -> ScriptedRemote:  # noqa: ARG002
        self._remote.token = token
        return self._remote

    def open_pages(self, url: str, token: str) -> ScriptedPages:  # noqa: ARG002
        assert self._remote.pages is not None
        return self._remote.pages
