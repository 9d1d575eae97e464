"""Runs tasks when they are due, on whatever executor it is given."""

import logging
import math
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import partial
from typing import Any

from periodic_tasks.ending import LOST_AFTER_TIMEOUT_S, outcome_of, report, wish_of
from periodic_tasks.executor import TaskExecutor, hand_over
from periodic_tasks.task import Task, TaskStatus
from periodic_tasks.task_queue import TaskQueue
from periodic_tasks.timetable import Run, Timetable

_log = logging.getLogger(__name__)


class TaskScheduler:
    """Runs periodic tasks and tasks for once; every method may be called from any thread.

    Args:
        executor: runs the tasks; it is the caller's, who shuts it down after `stop`.
        clock: seconds that never go back.
        max_running: how many tasks the executor is given at a time: its number of workers. What
            waits here can still be removed and replaced, and its timeout does not count yet.
    """

    def __init__(
        self,
        executor: TaskExecutor,
        *,
        clock: Callable[[], float] = time.monotonic,
        max_running: int | None = None,
    ) -> None:
        self._executor = executor
        self._clock = clock
        self._max_running: float = math.inf if max_running is None else max_running
        self._timetable = Timetable()
        self._futures: dict[Run, Future[Any]] = {}
        self._deadlines: TaskQueue[Run] = TaskQueue()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    def add_periodic_task(
        self,
        name: Hashable,
        interval_s: float,
        task: Callable[[], object],
        run_at_start: bool = False,
        *,
        start_after_s: float | None = None,
        timeout_s: float | None = None,
        group: Hashable | None = None,
        group_spacing_s: float = 0,
    ) -> None:
        """Run a function every so often; a task of the same name is replaced, and ends first.

        Args:
            name: any hashable; the same one keeps its place in the interval after a restart.
            interval_s: from start to start, at least one second. Intervals that pass while the
                task can't run are left out.
            task: may return `RunAgain` to choose its next run itself.
            run_at_start: run at once, not some time within the first interval.
            start_after_s: run first after so long.
            timeout_s: stop a run that takes longer, on an executor that can.
            group: tasks of one group never run at the same time.
            group_spacing_s: start no earlier than this after the group's previous run has ended.

        Raises:
            ValueError: a time is negative, infinite or not a number.
        """
        wanted = Task(
            name=name,
            function=task,
            interval_s=interval_s,
            timeout_s=timeout_s,
            group=group,
            group_spacing_s=group_spacing_s,
        )
        delay_s = wanted.first_delay_s(run_at_start=run_at_start, start_after_s=start_after_s)
        self._add(wanted, delay_s)

    def add_background_task(
        self,
        name: Hashable,
        task: Callable[[], object],
        *,
        start_after_s: float = 0,
        timeout_s: float | None = None,
        group: Hashable | None = None,
        group_spacing_s: float = 0,
    ) -> None:
        """Run a function once, then forget it; the arguments are those of `add_periodic_task`."""
        wanted = Task(
            name=name,
            function=task,
            timeout_s=timeout_s,
            group=group,
            group_spacing_s=group_spacing_s,
        )
        self._add(wanted, wanted.first_delay_s(run_at_start=True, start_after_s=start_after_s))

    def set_max_running(self, count: int) -> None:
        """Give the executor so many tasks at a time from now on; what runs goes on."""
        with self._changed:
            self._max_running = count
            self._changed.notify_all()

    def remove_task(self, name: Hashable) -> bool:
        """Run a task no more, and tell whether there was one; a run that has started ends."""
        with self._changed:
            return self._timetable.remove(name)

    def has_task(self, name: Hashable) -> bool:
        """Whether there is a task of this name."""
        with self._changed:
            return self._timetable.has_task(name)

    def list_names(self) -> list[Hashable]:
        """The names of all tasks, in the order they were added."""
        with self._changed:
            return self._timetable.list_names()

    def list_running(self) -> list[Hashable]:
        """The names of the tasks that run now, wanted or not."""
        with self._changed:
            return self._timetable.list_running()

    def get_status(self, name: Hashable) -> TaskStatus:
        """What is known of a task's runs.

        Raises:
            KeyError: there is no task of this name.
        """
        with self._changed:
            return self._timetable.get_status(name)

    def list_statuses(self) -> dict[Hashable, TaskStatus]:
        """What is known of the runs of all tasks, by name."""
        with self._changed:
            return self._timetable.list_statuses()

    @property
    def is_running(self) -> bool:
        """Whether tasks are started when they are due."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin to run tasks, in a thread of the scheduler's own.

        Raises:
            RuntimeError: it runs already.
        """
        with self._changed:
            if self.is_running:
                raise RuntimeError("the scheduler runs already")
            self._is_stopping = False
            self._thread = threading.Thread(target=self._run, name="task-scheduler", daemon=True)
            self._thread.start()

    def stop(self, timeout_s: float = 0) -> bool:
        """Start no more tasks, and cancel those still running after a while.

        Args:
            timeout_s: how long the running ones may go on.

        Returns:
            Whether all had ended by then.
        """
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        with self._changed:
            has_ended = self._changed.wait_for(lambda: not self._futures, timeout_s)
            unfinished = list(self._futures.values())
        for future in unfinished:
            future.cancel()
        return has_ended

    def _add(self, task: Task, delay_s: float) -> None:
        with self._changed:
            self._timetable.add(task, self._clock() + delay_s)
            self._changed.notify_all()

    def _run(self) -> None:
        while self._wait_until_due():
            with self._changed:
                runs = self._take_due()
                overdue = self._take_overdue()
            # Without the lock: an executor may wait in here for one that `_end` holds up.
            for run in runs:
                self._submit(run)
            for future in overdue:
                future.cancel()

    def _wait_until_due(self) -> bool:
        with self._changed:
            while not self._is_stopping:
                idle_s = self._idle_s()
                if idle_s is not None and idle_s <= 0:
                    return True
                self._changed.wait(idle_s)
            return False

    def _idle_s(self) -> float | None:
        instants = [self._deadlines.find_first_due_at()]
        if self._timetable.running_count < self._max_running:
            instants.append(self._timetable.find_next_due_at())
        known = [instant for instant in instants if instant is not None]
        return min(min(known) - self._clock(), threading.TIMEOUT_MAX) if known else None

    def _take_due(self) -> list[Run]:
        runs: list[Run] = []
        while self._timetable.running_count < self._max_running and (
            run := self._timetable.start_next(self._clock())
        ):
            runs.append(run)
        return runs

    def _take_overdue(self) -> list[Future[Any]]:
        overdue = []
        while (run := self._deadlines.pop_due(self._clock())) is not None:
            _log.warning("task %r has not ended long after its timeout", run.task.name)
            overdue.append(self._futures[run])
        return overdue

    def _submit(self, run: Run) -> None:
        task = run.task
        future = hand_over(self._executor, task.function, task.timeout_s)
        with self._changed:
            self._futures[run] = future
            if task.timeout_s is not None:
                self._deadlines.put(run, run.started_at + task.timeout_s + LOST_AFTER_TIMEOUT_S)
        future.add_done_callback(partial(self._end, run))

    def _end(self, run: Run, future: Future[Any]) -> None:
        ended_at = self._clock()
        outcome = outcome_of(future, run, ended_at)
        report(future, run, outcome, ended_at)
        with self._changed:
            del self._futures[run]
            self._deadlines.remove(run)
            self._timetable.end(run, ended_at, outcome, wish_of(future, outcome))
            self._changed.notify_all()
