from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from periodic_tasks.task_queue import TaskQueue

keys = st.integers(min_value=0, max_value=9)
instants = st.integers(min_value=0, max_value=20)


class QueueAgainstAList(RuleBasedStateMachine):
    """The queue does what a list does that is sorted anew each time."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: TaskQueue[int] = TaskQueue()
        self.model: list[tuple[int, int, int]] = []
        self.turn = 0

    @rule(key=keys, due_at=instants)
    def put(self, key: int, due_at: int) -> None:
        self.queue.put(key, due_at)
        self._forget(key)
        self.turn += 1
        self.model = sorted([*self.model, (due_at, self.turn, key)])

    @rule(key=keys)
    def remove(self, key: int) -> None:
        self.queue.remove(key)
        self._forget(key)

    @rule(now=instants)
    def pop_due(self, now: int) -> None:
        expected = None
        if self.model and self.model[0][0] <= now:
            expected = self.model.pop(0)[2]

        assert self.queue.pop_due(now) == expected

    @invariant()
    def the_first_is_the_lists_first(self) -> None:
        first = self.model[0] if self.model else (None, None, None)

        assert self.queue.find_first_due_at() == first[0]
        assert self.queue.find_first() == first[2]

    @invariant()
    def the_keys_are_the_lists(self) -> None:
        assert len(self.queue) == len(self.model)
        assert {key for key in range(10) if key in self.queue} == {row[2] for row in self.model}

    def _forget(self, key: int) -> None:
        self.model = [row for row in self.model if row[2] != key]


QueueAgainstAList.TestCase.settings = settings(deadline=None)
TestQueue = QueueAgainstAList.TestCase
