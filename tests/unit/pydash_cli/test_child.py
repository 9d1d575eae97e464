import time

import pytest

from pydash_cli import child as child_module
from pydash_cli.child import RESTART_PAUSES_S, Child


def make_child() -> Child:
    return Child("test", ["--version"], stop_within_s=5)


def run_to_its_end(child: Child) -> int:
    deadline = time.monotonic() + 20
    while (exit_code := child.find_exit_code()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return exit_code


def test_a_child_runs_the_command_that_it_is_given(capfd: pytest.CaptureFixture[str]) -> None:
    child = make_child()
    child.start()

    assert run_to_its_end(child) == 0
    assert capfd.readouterr().out.startswith("pydash, version ")
    assert not child.is_running
    assert child.find_exit_code() is None


def test_a_child_that_never_started_is_stopped_already() -> None:
    child = make_child()

    child.stop()

    assert not child.is_running


def test_no_pause_before_a_restart_is_longer_than_five_seconds() -> None:
    assert RESTART_PAUSES_S[0] == 0
    assert max(RESTART_PAUSES_S) < 5


def test_the_pauses_grow_and_start_again_after_a_stable_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(child_module.time, "monotonic", lambda: clock[0])
    child = make_child()
    started: list[float] = []
    monkeypatch.setattr(child, "start", lambda: started.append(clock[0]))
    child._started_at = clock[0]

    pauses = []
    for _ in range(5):
        child.plan_restart()
        assert child._start_at is not None
        pauses.append(child._start_at - clock[0])
    assert pauses == [0, 1, 2, 4, 4]

    child.start_if_due()
    assert started == []
    clock[0] += 4
    child.start_if_due()
    assert started == [1004]
    clock[0] += 100
    child.plan_restart()
    assert child._start_at == clock[0]
