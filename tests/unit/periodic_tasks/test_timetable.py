"""The rules of who runs when, with instants made up by the test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from periodic_tasks.task import Outcome, Task, TaskStatus
from periodic_tasks.timetable import Run, Timetable


def make_task(name: str = "a", **overrides: object) -> Task:
    return Task(**{"name": name, "function": list, "interval_s": 10, **overrides})  # type: ignore[arg-type]


def start(timetable: Timetable, now: float) -> Run:
    run = timetable.start_next(now)
    assert run is not None
    return run


def end(timetable: Timetable, run: Run, now: float, again_after_s: float | None = None) -> None:
    timetable.end(run, now, Outcome.SUCCEEDED, again_after_s)


def started_names(timetable: Timetable, now: float) -> list[object]:
    names = []
    while (run := timetable.start_next(now)) is not None:
        names.append(run.task.name)
    return names


def test_nothing_starts_before_it_is_due() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 5)

    assert timetable.start_next(4.9) is None
    assert timetable.find_next_due_at() == 5
    assert start(timetable, 5).task.name == "a"
    assert timetable.find_next_due_at() is None


def test_what_is_due_first_starts_first() -> None:
    timetable = Timetable()
    for name, due_at in (("late", 3), ("early", 1), ("middle", 2), ("other early", 1)):
        timetable.add(make_task(name), due_at)

    assert started_names(timetable, 10) == ["early", "other early", "middle", "late"]


def test_a_task_that_runs_does_not_start_again() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    start(timetable, 0)

    assert timetable.start_next(1000) is None


def test_a_periodic_task_stays_on_its_grid() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    end(timetable, start(timetable, 2), 3)

    assert timetable.get_status("a").next_run_at == 10


def test_missed_intervals_are_run_once() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    end(timetable, start(timetable, 57), 58)

    assert timetable.start_next(59) is None
    assert timetable.get_status("a").next_run_at == 60


def test_a_wish_to_run_again_replaces_the_interval_one_time() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    end(timetable, start(timetable, 0), 1, again_after_s=0)
    end(timetable, start(timetable, 1), 2)

    assert timetable.get_status("a").next_run_at == 11


def test_a_task_without_interval_runs_once_and_is_forgotten() -> None:
    timetable = Timetable()
    timetable.add(make_task(interval_s=None), 0)
    end(timetable, start(timetable, 0), 1)

    assert not timetable.has_task("a")
    assert timetable.list_names() == []
    assert timetable.find_next_due_at() is None


def test_a_removed_task_does_not_start() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)

    assert timetable.remove("a")
    assert not timetable.remove("a")
    assert timetable.start_next(1) is None
    with pytest.raises(KeyError):
        timetable.get_status("a")


def test_a_task_removed_while_it_runs_does_not_come_back() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    run = start(timetable, 0)
    timetable.remove("a")
    end(timetable, run, 1)

    assert timetable.running_count == 0
    assert timetable.start_next(1000) is None


def test_a_replaced_task_lets_its_running_one_end_first() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    old_run = start(timetable, 0)
    timetable.add(make_task(interval_s=99), 1)

    assert timetable.start_next(5) is None
    end(timetable, old_run, 6)
    assert start(timetable, 6).task.interval_s == 99


def test_a_task_removed_and_added_again_lets_its_running_one_end_first() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    old_run = start(timetable, 0)
    timetable.remove("a")
    timetable.add(make_task(), 0)

    assert timetable.start_next(5) is None
    end(timetable, old_run, 6, again_after_s=50)
    assert start(timetable, 6).started_at == 6


def test_a_background_task_replaced_while_it_runs_runs_again() -> None:
    timetable = Timetable()
    timetable.add(make_task(interval_s=None), 0)
    run = start(timetable, 0)
    timetable.add(make_task(interval_s=None), 0)
    end(timetable, run, 1)

    assert started_names(timetable, 1) == ["a"]


def test_the_status_tells_of_the_last_run_and_the_next() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 3)
    assert timetable.get_status("a") == TaskStatus(next_run_at=3)

    run = start(timetable, 4)
    assert timetable.get_status("a") == TaskStatus(is_running=True)

    timetable.end(run, 6, Outcome.FAILED, None)
    expected = TaskStatus(last_run_at=4, duration_s=2, outcome=Outcome.FAILED, next_run_at=13)
    assert timetable.get_status("a") == expected


def test_a_replaced_task_keeps_what_is_known_of_its_runs() -> None:
    timetable = Timetable()
    timetable.add(make_task(), 0)
    end(timetable, start(timetable, 0), 1)
    timetable.add(make_task(), 20)

    status = timetable.get_status("a")
    assert (status.last_run_at, status.duration_s, status.next_run_at) == (0, 1, 20)


def test_two_of_a_group_never_run_at_once() -> None:
    timetable = Timetable()
    for name in ("a", "b", "c"):
        timetable.add(make_task(name, group="host"), 0)
    timetable.add(make_task("alone"), 0)

    run = start(timetable, 1)
    assert started_names(timetable, 1) == ["alone"]
    end(timetable, run, 2)
    assert started_names(timetable, 2) == ["b"]


def test_a_group_keeps_its_spacing_after_the_end_of_a_run() -> None:
    timetable = Timetable()
    timetable.add(make_task("a", group="host", group_spacing_s=3), 0)
    timetable.add(make_task("b", group="host", group_spacing_s=3), 0)
    end(timetable, start(timetable, 0), 5)

    assert timetable.find_next_due_at() == 8
    assert timetable.start_next(7.9) is None
    assert start(timetable, 8).task.name == "b"


def test_the_spacing_counts_also_for_the_task_that_ran() -> None:
    timetable = Timetable()
    timetable.add(make_task(group="host", group_spacing_s=3), 0)
    end(timetable, start(timetable, 0), 1, again_after_s=0)

    assert timetable.start_next(3.9) is None
    assert start(timetable, 4).task.name == "a"


def test_the_spacing_counts_for_a_task_added_to_an_empty_group() -> None:
    timetable = Timetable()
    timetable.add(make_task("a", interval_s=None, group="host", group_spacing_s=3), 0)
    end(timetable, start(timetable, 0), 1)
    timetable.add(make_task("b", group="host", group_spacing_s=3), 2)

    assert timetable.start_next(3.9) is None
    assert start(timetable, 4).task.name == "b"


def test_within_a_group_who_waits_longest_starts_first() -> None:
    timetable = Timetable()
    timetable.add(make_task("busy", group="host"), 0)
    timetable.add(make_task("patient", group="host"), 1)
    end(timetable, start(timetable, 0), 2, again_after_s=0)

    assert start(timetable, 2).task.name == "patient"


def test_a_removed_task_leaves_its_place_in_the_group_to_the_next() -> None:
    timetable = Timetable()
    timetable.add(make_task("a", group="host"), 0)
    timetable.add(make_task("b", group="host"), 5)
    timetable.remove("a")

    assert timetable.start_next(4) is None
    assert start(timetable, 5).task.name == "b"


def test_a_task_removed_while_its_group_runs_leaves_the_group_busy() -> None:
    timetable = Timetable()
    for name in ("a", "b", "c"):
        timetable.add(make_task(name, group="host"), 0)
    start(timetable, 0)
    timetable.remove("b")

    assert timetable.start_next(1) is None


def test_a_task_that_changes_its_group_while_it_runs_frees_the_old_one() -> None:
    timetable = Timetable()
    timetable.add(make_task("a", group="old"), 0)
    timetable.add(make_task("b", group="old"), 0)
    run = start(timetable, 0)
    timetable.add(make_task("a", group="new"), 0)
    end(timetable, run, 1)

    assert sorted(map(str, started_names(timetable, 1))) == ["a", "b"]


def test_a_group_that_is_no_longer_used_is_forgotten() -> None:
    timetable = Timetable()
    timetable.add(make_task(interval_s=None, group="host", group_spacing_s=3), 0)
    end(timetable, start(timetable, 0), 1)
    assert list(timetable._groups) == ["host"]

    assert timetable.start_next(4) is None
    assert timetable._groups == {}
    assert timetable.find_next_due_at() is None


steps = st.tuples(
    st.sampled_from(["add", "remove", "start", "end"]),
    st.integers(0, 5),
    st.sampled_from([None, "g", "h"]),
)


@given(st.lists(steps, max_size=80))
def test_whatever_happens_no_name_and_no_group_runs_twice_at_once_and_none_is_stuck(
    steps: list[tuple[str, int, str | None]],
) -> None:
    timetable = Timetable()
    runs: list[Run] = []
    for now, (action, number, group) in enumerate(steps):
        if action == "add":
            timetable.add(make_task(str(number), group=group, group_spacing_s=2), now + number)
        elif action == "remove":
            timetable.remove(str(number))
        elif action == "start":
            runs += [run for run in [timetable.start_next(now)] if run]
        elif runs:
            end(timetable, runs.pop(number % len(runs)), now)
        assert_none_runs_twice(timetable, runs)

    for run in runs:
        end(timetable, run, len(steps))
    assert names_run_in_time(timetable, len(steps)) == set(timetable.list_names())


def assert_none_runs_twice(timetable: Timetable, runs: list[Run]) -> None:
    names = [run.task.name for run in runs]
    groups = [run.task.group for run in runs if run.task.group]
    assert len(names) == len(set(names)) == timetable.running_count
    assert len(groups) == len(set(groups))


def names_run_in_time(timetable: Timetable, now: float) -> set[object]:
    names = set()
    for instant in range(int(now), int(now) + 200):
        while (run := timetable.start_next(instant)) is not None:
            names.add(run.task.name)
            end(timetable, run, instant)
    return names
