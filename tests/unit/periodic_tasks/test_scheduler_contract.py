"""What a scheduler promises, over every kind of executor, with real threads and processes."""

import logging
import threading
from functools import partial
from pathlib import Path

import pytest

from periodic_tasks import Outcome, TaskExecutor, TaskScheduler
from tests.unit.periodic_tasks import sample_tasks
from tests.unit.periodic_tasks.conftest import eventually
from tests.unit.periodic_tasks.sample_tasks import words

AN_HOUR_S = 3600


def test_a_background_task_runs_once_and_is_forgotten(
    scheduler: TaskScheduler, tmp_path: Path
) -> None:
    scheduler.add_background_task("a", partial(sample_tasks.note, tmp_path / "log", "ran"))

    eventually(lambda: not scheduler.has_task("a"))
    assert words(tmp_path / "log") == ["ran"]


def test_a_periodic_task_can_run_at_start_and_waits_for_its_interval_then(
    scheduler: TaskScheduler, tmp_path: Path
) -> None:
    task = partial(sample_tasks.note, tmp_path / "log", "ran")
    scheduler.add_periodic_task("a", AN_HOUR_S, task, run_at_start=True)

    eventually(lambda: scheduler.get_status("a").outcome is Outcome.SUCCEEDED)
    status = scheduler.get_status("a")
    assert status.last_run_at is not None
    assert status.next_run_at == pytest.approx(status.last_run_at + AN_HOUR_S, abs=10)
    assert words(tmp_path / "log") == ["ran"]


def test_names_are_any_hashable(scheduler: TaskScheduler, tmp_path: Path) -> None:
    task = partial(sample_tasks.note, tmp_path / "log", "ran")
    scheduler.add_periodic_task(("dashboard", 1, "fetch"), AN_HOUR_S, task)
    scheduler.add_periodic_task(7, AN_HOUR_S, task)

    assert scheduler.list_names() == [("dashboard", 1, "fetch"), 7]
    assert scheduler.remove_task(7)
    assert not scheduler.remove_task("unknown")
    assert scheduler.list_names() == [("dashboard", 1, "fetch")]


def test_a_task_chooses_its_next_run_itself(scheduler: TaskScheduler, tmp_path: Path) -> None:
    task = partial(sample_tasks.run_again_at_once, tmp_path / "log", 5)
    scheduler.add_periodic_task("a", AN_HOUR_S, task, run_at_start=True)

    eventually(lambda: len(words(tmp_path / "log")) == 5)
    eventually(lambda: scheduler.get_status("a").next_run_at is not None)
    assert len(words(tmp_path / "log")) == 5


def test_a_task_that_raises_fails_alone_and_is_logged_with_its_traceback(
    scheduler: TaskScheduler, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bad = partial(sample_tasks.raise_error, "what went wrong")
    scheduler.add_periodic_task("bad", AN_HOUR_S, bad, run_at_start=True)
    scheduler.add_background_task("good", partial(sample_tasks.note, tmp_path / "log", "ran"))

    eventually(lambda: scheduler.get_status("bad").outcome is Outcome.FAILED)
    eventually(lambda: words(tmp_path / "log") == ["ran"])
    assert scheduler.get_status("bad").next_run_at is not None
    assert "task 'bad' failed" in caplog.text
    assert "ValueError: what went wrong" in caplog.text
    assert "in raise_error" in caplog.text


def test_a_failing_task_runs_again_at_its_interval(
    scheduler: TaskScheduler, caplog: pytest.LogCaptureFixture
) -> None:
    scheduler.add_periodic_task("bad", 0, partial(sample_tasks.raise_error, "no"))

    eventually(lambda: caplog.text.count("task 'bad' failed") == 2)


def test_a_replaced_task_lets_its_running_one_end_first(
    scheduler: TaskScheduler, tmp_path: Path
) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    old = partial(sample_tasks.note_around_file, log, "old", gate)
    scheduler.add_periodic_task("a", AN_HOUR_S, old, run_at_start=True)
    eventually(lambda: words(log) == ["old-starts"])
    new = partial(sample_tasks.note, log, "new")
    scheduler.add_periodic_task("a", AN_HOUR_S, new, run_at_start=True)
    scheduler.add_background_task("b", partial(sample_tasks.note, log, "other"))
    eventually(lambda: words(log) == ["old-starts", "other"])

    gate.touch()

    eventually(lambda: words(log) == ["old-starts", "other", "old-ends", "new"])


def test_a_removed_task_ends_its_run_and_does_not_come_back(
    scheduler: TaskScheduler, tmp_path: Path
) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    task = partial(sample_tasks.note_around_file, log, "a", gate)
    scheduler.add_periodic_task("a", 0, task, run_at_start=True)
    eventually(lambda: words(log) == ["a-starts"])

    scheduler.remove_task("a")
    gate.touch()

    eventually(lambda: words(log) == ["a-starts", "a-ends"])
    assert not scheduler.has_task("a")


def test_two_of_a_group_never_run_at_once(scheduler: TaskScheduler, tmp_path: Path) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    gate.touch()
    for name in ("a", "b", "c", "d"):
        task = partial(sample_tasks.note_around_file, log, name, gate)
        scheduler.add_background_task(name, task, group="host")

    eventually(lambda: len(words(log)) == 8)
    assert words(log) == [f"{name}-{word}" for name in "abcd" for word in ("starts", "ends")]


def test_tasks_of_no_group_run_at_the_same_time(scheduler: TaskScheduler, tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    scheduler.add_periodic_task("a", AN_HOUR_S, partial(sample_tasks.meet, a, b), True)
    scheduler.add_periodic_task("b", AN_HOUR_S, partial(sample_tasks.meet, b, a), True)

    for name in ("a", "b"):
        eventually(lambda name=name: scheduler.get_status(name).outcome is Outcome.SUCCEEDED)  # type: ignore[misc]


def test_tasks_are_added_and_removed_from_any_thread(
    scheduler: TaskScheduler, tmp_path: Path
) -> None:
    log = tmp_path / "log"

    def add_and_remove(thread: int) -> None:
        for number in range(20):
            name = f"{thread}-{number}"
            scheduler.add_background_task(name, partial(sample_tasks.note, log, name))
            scheduler.add_periodic_task(("spare", name), AN_HOUR_S, list, start_after_s=100)
            scheduler.remove_task(("spare", name))

    threads = [threading.Thread(target=add_and_remove, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    eventually(lambda: len(words(log)) == 80)
    assert sorted(words(log)) == sorted(f"{a}-{b}" for a in range(4) for b in range(20))


def test_what_was_added_before_the_start_runs_after_it(
    executor: TaskExecutor, tmp_path: Path
) -> None:
    scheduler = TaskScheduler(executor)
    scheduler.add_background_task("a", partial(sample_tasks.note, tmp_path / "log", "ran"))
    assert not scheduler.is_running

    scheduler.start()

    assert scheduler.is_running
    eventually(lambda: words(tmp_path / "log") == ["ran"])
    assert scheduler.stop(10)
    assert not scheduler.is_running


def test_stop_waits_for_what_runs_and_starts_nothing_more(
    executor: TaskExecutor, tmp_path: Path
) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    scheduler = TaskScheduler(executor, max_running=1)
    scheduler.add_background_task("a", partial(sample_tasks.note_around_file, log, "a", gate))
    scheduler.add_background_task("b", partial(sample_tasks.note, log, "b"))
    scheduler.start()
    eventually(lambda: words(log) == ["a-starts"])

    threading.Timer(0.1, gate.touch).start()
    assert scheduler.stop(10)

    assert words(log) == ["a-starts", "a-ends"]
    assert scheduler.list_names() == ["b"]


def test_stop_says_when_a_task_did_not_end_in_time(executor: TaskExecutor, tmp_path: Path) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    scheduler = TaskScheduler(executor)
    scheduler.add_background_task("a", partial(sample_tasks.note_around_file, log, "a", gate))
    scheduler.start()
    eventually(lambda: words(log) == ["a-starts"])

    assert not scheduler.stop(0)

    gate.touch()


def test_a_success_is_logged_for_those_who_debug(
    scheduler: TaskScheduler, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="periodic_tasks")
    scheduler.add_background_task("a", partial(sample_tasks.note, tmp_path / "log", "ran"))

    eventually(lambda: "task 'a' succeeded in" in caplog.text)
