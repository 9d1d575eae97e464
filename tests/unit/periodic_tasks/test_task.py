import math

import pytest

from periodic_tasks.task import MIN_BETWEEN_STARTS_S, RunAgain, Task


def make_task(**overrides: object) -> Task:
    return Task(**{"name": "a", "function": list, "interval_s": 10, **overrides})  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [-1, -0.001, math.inf, math.nan])
def test_no_time_is_negative_infinite_or_nonsense(seconds: float) -> None:
    with pytest.raises(ValueError, match="after_s"):
        RunAgain(seconds)
    with pytest.raises(ValueError, match="interval_s"):
        make_task(interval_s=seconds)
    with pytest.raises(ValueError, match="group_spacing_s"):
        make_task(group_spacing_s=seconds)


@pytest.mark.parametrize("seconds", [-1, 0, math.inf, math.nan])
def test_a_timeout_leaves_some_time(seconds: float) -> None:
    with pytest.raises(ValueError, match="timeout_s"):
        make_task(timeout_s=seconds)


def test_the_first_run_lies_within_the_interval_and_at_the_same_place_in_every_process() -> None:
    delays = [
        make_task(name=("dashboard", number), interval_s=3600).first_delay_s(
            run_at_start=False, start_after_s=None
        )
        for number in range(1000)
    ]

    assert all(0 <= delay < 3600 for delay in delays)
    tenths = [sum(1 for delay in delays if delay // 360 == tenth) for tenth in range(10)]
    assert min(tenths) > 70
    # The CRC-32 of "('dashboard', 0)", as gzip writes it too.
    assert delays[0] == pytest.approx(3600 * 0xFA2304CD / 2**32)


@pytest.mark.parametrize(
    ("interval_s", "run_at_start", "start_after_s", "expected"),
    [(10, True, None, 0), (10, True, 3, 3), (10, False, 3, 3), (None, False, None, 0)],
)
def test_a_wish_for_the_first_run_counts(
    interval_s: float | None, run_at_start: bool, start_after_s: float | None, expected: float
) -> None:
    task = make_task(interval_s=interval_s)

    delay = task.first_delay_s(run_at_start=run_at_start, start_after_s=start_after_s)

    assert delay == expected


@pytest.mark.parametrize(
    ("interval_s", "due_at", "started_at", "ended_at", "expected"),
    [
        pytest.param(10, 100, 100, 101, 110, id="on time"),
        pytest.param(10, 100, 104, 105, 110, id="late, keeps the grid"),
        pytest.param(10, 100, 137, 138, 140, id="very late, runs once"),
        pytest.param(10, 100, 100, 110, 120, id="ended on the next instant"),
        pytest.param(10, 100, 109.5, 109.6, 110.5, id="floor after a late start"),
        pytest.param(0, 100, 100, 100, 100 + MIN_BETWEEN_STARTS_S, id="interval 0"),
        pytest.param(0.25, 100, 100, 100.1, 101, id="interval under the floor"),
        pytest.param(10, 100, 99, 99, 110, id="a clock that was a little early"),
    ],
)
def test_the_next_run_lies_on_the_grid(
    interval_s: float, due_at: float, started_at: float, ended_at: float, expected: float
) -> None:
    task = make_task(interval_s=interval_s)

    assert task.next_due_at(due_at=due_at, started_at=started_at, ended_at=ended_at) == expected
