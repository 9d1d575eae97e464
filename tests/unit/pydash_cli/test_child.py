import os
import signal
import time
from pathlib import Path

import pytest

from pydash_cli.child import RESTART_PAUSES_S, STABLE_AFTER_S, Child


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


def test_the_pauses_grow_and_start_again_after_a_stable_time() -> None:
    now = 1000.0
    child = Child("test", ["--version"], stop_within_s=5, clock=lambda: now)
    child.start()

    pauses = []
    for _ in range(5):
        child.plan_restart()
        assert child._start_at is not None
        pauses.append(child._start_at - now)
    assert pauses == [0, 0.5, 1, 2, 2]

    now += STABLE_AFTER_S + 1
    child.plan_restart()
    assert child._start_at == now
    child.stop()


def test_a_child_is_started_again_when_its_pause_is_over() -> None:
    now = 1000.0
    child = Child("test", ["--version"], stop_within_s=5, clock=lambda: now)
    child.start()
    run_to_its_end(child)
    for _ in range(2):
        child.plan_restart()

    child.start_if_due()
    assert not child.is_running
    now += 1
    child.start_if_due()
    assert child.is_running
    child.stop()


def test_a_child_that_does_not_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PYDASH_DATA_DIR", str(tmp_path))
    child = Child("database", ["db", "serve"], stop_within_s=0.2)
    child.start()
    assert child._process is not None
    process = child._process
    process.send_signal(signal.SIGSTOP)
    os.waitpid(process.pid, os.WUNTRACED)

    child.stop()

    assert process.returncode == -signal.SIGKILL
    assert "The database did not stop in time and was killed." in caplog.text
    assert not child.is_running
