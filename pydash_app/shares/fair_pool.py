"""A number of places, of which everybody who asks gets a share."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TypeVar

from pydash_app.errors import TooManyRequestsError, UnavailableError
from pydash_app.shares.turns import Path, choose_last, choose_next, prefixes_of

K = TypeVar("K")

TOO_MANY_AT_ONCE = "too_many_at_once"


@dataclass(frozen=True, slots=True)
class Refusals:
    """What to say to those who get no place.

    Attributes:
        own: to whoever has others under way.
        busy: to whoever has not: others hold the places.
        retry_after_s: when the former may come back.
    """

    own: str
    busy: str
    retry_after_s: int


@dataclass(eq=False, slots=True)
class _Waiting:
    path: Path
    is_served: bool = False
    has_news: Event = field(default_factory=Event)


class FairPool:
    """Hands places out, and lets those wait in turn who can't have one now.

    Nobody holds more places than are free at that moment. So there is one for the next to come,
    however much somebody wants: alone one gets half of the places, of two greedy ones each gets
    a third, of n each one part in n + 1; and no place lies idle that nobody must be kept out of.

    Those who wait take turns by their path. When there are too many of them, the last of those
    who have most in line leaves.

    Args:
        place_count: how many there are.
        waiting_count: how many may wait for one.
        patience_s: how long each of them waits.
        floor: so many places everybody may have, however few are free.
        name_depth: how much of a path it takes to name the one who is told so when others of
            theirs are under way.
        refusals: what to say.

    Source:
        Choudhury, Hahne, Dynamic Queue Length Thresholds for Shared-Memory Packet Switches
        (1998), with the factor 1.
    """

    def __init__(
        self,
        place_count: int,
        *,
        waiting_count: int,
        patience_s: float,
        floor: int = 1,
        name_depth: int = 1,
        refusals: Refusals,
    ) -> None:
        self._free_count = place_count
        self._most_waiting = waiting_count
        self._patience_s = patience_s
        self._floor = floor
        self._name_depth = name_depth
        self._refusals = refusals
        self._held: Counter[str] = Counter()
        self._held_by_name: Counter[Path] = Counter()
        self._line: list[_Waiting] = []
        self._turn = 0
        self._last_turns: dict[Path, int] = {}
        self._lock = Lock()

    @property
    def waiting_count(self) -> int:
        """How many wait for a place now."""
        with self._lock:
            return len(self._line)

    @contextmanager
    def place(self, path: Path) -> Iterator[None]:
        """Hold a place within the block.

        Raises:
            TooManyRequestsError: whoever asks has too many others under way.
            UnavailableError: others hold all the places.
        """
        give_back = self.take(path)
        try:
            yield
        finally:
            give_back()

    def take(self, path: Path) -> Callable[[], None]:
        """Get a place; what is returned gives it back, and nothing when called once more.

        Raises:
            TooManyRequestsError, UnavailableError: as above.
        """
        with self._lock:
            if not self._may_hold(path):
                waiting = _Waiting(path)
                self._line.append(waiting)
                if len(self._line) > self._most_waiting:
                    self._turn_last_away()
            else:
                waiting = _Waiting(path, is_served=True)
                self._hold(path)
        if not waiting.is_served:
            self._wait(waiting)
        return _once(lambda: self._give_back(path))

    def _wait(self, waiting: _Waiting) -> None:
        waiting.has_news.wait(self._patience_s)
        with self._lock:
            if waiting.is_served:
                return
            if waiting in self._line:
                self._line.remove(waiting)
            raise self._refusal_of(waiting.path)

    def _give_back(self, path: Path) -> None:
        with self._lock:
            self._free_count += 1
            _take_off(self._held, path[0])
            _take_off(self._held_by_name, path[: self._name_depth])
            self._serve()

    def _serve(self) -> None:
        while fitting := [waiting for waiting in self._line if self._may_hold(waiting.path)]:
            paths = [waiting.path for waiting in fitting]
            chosen = fitting[choose_next(paths, self._last_turns)]
            self._line.remove(chosen)
            self._note_turn(chosen.path)
            self._hold(chosen.path)
            chosen.is_served = True
            chosen.has_news.set()

    def _turn_last_away(self) -> None:
        place = choose_last([waiting.path for waiting in self._line])
        self._line.pop(place).has_news.set()

    def _may_hold(self, path: Path) -> bool:
        held = self._held[path[0]]
        return self._free_count > 0 and held < max(self._floor, self._free_count)

    def _hold(self, path: Path) -> None:
        self._free_count -= 1
        self._held[path[0]] += 1
        self._held_by_name[path[: self._name_depth]] += 1

    def _note_turn(self, path: Path) -> None:
        self._turn += 1
        # Only of those who wait on: a million strangers leave nothing behind.
        present = {prefix for waiting in self._line for prefix in prefixes_of(waiting.path)}
        self._last_turns = {
            branch: turn for branch, turn in self._last_turns.items() if branch in present
        } | dict.fromkeys(prefixes_of(path), self._turn)

    def _refusal_of(self, path: Path) -> TooManyRequestsError | UnavailableError:
        name = path[: self._name_depth]
        in_line = any(waiting.path[: self._name_depth] == name for waiting in self._line)
        if not in_line and not self._held_by_name[name]:
            return UnavailableError(self._refusals.busy)
        return TooManyRequestsError(
            self._refusals.own,
            retry_after_s=self._refusals.retry_after_s,
            code=TOO_MANY_AT_ONCE,
        )


def _take_off(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def _once(give_back: Callable[[], None]) -> Callable[[], None]:
    is_given_back = Lock()

    def give_back_once() -> None:
        if is_given_back.acquire(blocking=False):
            give_back()

    return give_back_once
