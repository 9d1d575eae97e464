"""Which task may start when: the scheduler's rules, without its clock and its threads.

Tasks without a group stand in the queue themselves. Tasks with one wait in their group's own
queue, and the group stands in the queue for the first of them: so a group that is busy, or keeps
its spacing, costs nothing, however many tasks wait in it.
"""

import math
from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from periodic_tasks.task import Outcome, Task, TaskStatus
from periodic_tasks.task_queue import TaskQueue


@dataclass(eq=False, slots=True)
class Entry:
    """A task that is wanted, with its place in time."""

    task: Task
    due_at: float
    status: TaskStatus = field(default_factory=TaskStatus)


@dataclass(eq=False, slots=True)
class Run:
    """A run of a task, from its start to its end."""

    entry: Entry
    started_at: float

    @property
    def task(self) -> Task:
        """The task as it was when the run started; it may have been replaced since."""
        return self.entry.task


@dataclass(eq=False, slots=True)
class _Group:
    name: Hashable
    waiting: TaskQueue[Entry] = field(default_factory=TaskQueue)
    is_running: bool = False
    ended_at: float = -math.inf
    spacing_s: float = 0

    def free_at(self) -> float:
        """When the group has something to do: start its first task, or be forgotten."""
        first = self.waiting.find_first()
        if first is None:
            return self.ended_at + self.spacing_s
        return max(first.due_at, self.ended_at + first.task.group_spacing_s)


class Timetable:
    """The tasks that are wanted and those that run. Not thread-safe; `now` may not go back."""

    def __init__(self) -> None:
        self._entries: dict[Hashable, Entry] = {}
        self._running: dict[Hashable, Run] = {}
        self._groups: dict[Hashable, _Group] = {}
        self._queue: TaskQueue[Entry | _Group] = TaskQueue()

    @property
    def running_count(self) -> int:
        """How many tasks run now."""
        return len(self._running)

    def has_task(self, name: Hashable) -> bool:
        """Whether a task of this name is wanted; it may still run when it is not."""
        return name in self._entries

    def list_names(self) -> list[Hashable]:
        """The names of all tasks that are wanted, in the order they were added."""
        return list(self._entries)

    def list_statuses(self) -> dict[Hashable, TaskStatus]:
        """What is known of the runs of all tasks that are wanted, by name."""
        return {name: self.get_status(name) for name in self._entries}

    def list_running(self) -> list[Hashable]:
        """The names of the tasks that run now."""
        return list(self._running)

    def get_status(self, name: Hashable) -> TaskStatus:
        """What is known of a task's runs.

        Raises:
            KeyError: no task of this name is wanted.
        """
        entry = self._entries[name]
        is_running = name in self._running
        return replace(
            entry.status,
            is_running=is_running,
            next_run_at=None if is_running else entry.due_at,
        )

    def find_next_due_at(self) -> float | None:
        """When `start_next` may have something to start; None while nothing waits."""
        return self._queue.find_first_due_at()

    def add(self, task: Task, due_at: float) -> None:
        """Want a task, in place of one with the same name; what that one did stays known."""
        known = self._entries.get(task.name)
        self.remove(task.name)
        entry = Entry(task, due_at, known.status if known else TaskStatus())
        self._entries[task.name] = entry
        if task.name not in self._running:
            self._enqueue(entry)

    def remove(self, name: Hashable) -> bool:
        """Want a task no more; a run of it ends by itself.

        Returns:
            Whether it was wanted.
        """
        entry = self._entries.pop(name, None)
        if entry is None:
            return False
        self._dequeue(entry)
        return True

    def start_next(self, now: float) -> Run | None:
        """Start the task that is due first among those that may start now, if there is one."""
        while (turn := self._queue.pop_due(now)) is not None:
            entry = self._take(turn, now) if isinstance(turn, _Group) else turn
            if entry is not None:
                run = Run(entry, now)
                self._running[entry.task.name] = run
                return run
        return None

    def end(self, run: Run, now: float, outcome: Outcome, again_after_s: float | None) -> None:
        """Take note that a run has ended.

        Args:
            run: what `start_next` gave.
            now: when it ended.
            outcome: how it ended.
            again_after_s: what the task chose itself; its interval counts if it chose nothing.
        """
        task = run.task
        del self._running[task.name]
        self._free_group(task, now)
        entry = self._entries.get(task.name)
        if entry is None:
            return
        if entry is run.entry:
            if task.interval_s is None:
                del self._entries[task.name]
                return
            entry.due_at = _next_due_at(run, now, again_after_s)
        entry.status = TaskStatus(run.started_at, now - run.started_at, outcome)
        self._enqueue(entry)

    def _take(self, group: _Group, now: float) -> Entry | None:
        entry = group.waiting.pop_due(now)
        if entry is None:
            del self._groups[group.name]
            return None
        group.is_running = True
        return entry

    def _free_group(self, task: Task, now: float) -> None:
        if task.group is None:
            return
        group = self._groups[task.group]
        group.is_running = False
        group.ended_at = now
        group.spacing_s = task.group_spacing_s
        self._queue.put(group, group.free_at())

    def _enqueue(self, entry: Entry) -> None:
        if entry.task.group is None:
            self._queue.put(entry, entry.due_at)
            return
        group = self._groups.setdefault(entry.task.group, _Group(entry.task.group))
        group.waiting.put(entry, entry.due_at)
        self._place(group)

    def _dequeue(self, entry: Entry) -> None:
        self._queue.remove(entry)
        group = self._groups.get(entry.task.group)
        if group is not None and entry in group.waiting:
            group.waiting.remove(entry)
            self._place(group)

    def _place(self, group: _Group) -> None:
        if not group.is_running:
            self._queue.put(group, group.free_at())


def _next_due_at(run: Run, now: float, again_after_s: float | None) -> float:
    if again_after_s is not None:
        return now + again_after_s
    return run.task.next_due_at(due_at=run.entry.due_at, started_at=run.started_at, ended_at=now)
