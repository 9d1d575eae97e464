"""`pydash run` with its real processes: what dies is restarted, what is stopped leaves nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, RunningPydash
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(
        reason="it counts PyDash's own processes, the database server among them."
    ),
]

RESTART_WITHIN_S = 5
STOP_WITHIN_S = 15
START_WITHIN_S = 30


def environment_for(folder: Path, **settings: str) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if "PYDASH_" not in name}
    own = {"DATA_DIR": str(folder / "data"), "PORT": str(find_free_port()), "WEB_WORKERS": "1"}
    return others | {f"PYDASH_{name}": value for name, value in (own | settings).items()}


def run_to_its_end(
    folder: Path, *command: str, **settings: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pydash_cli", *command],
        env=environment_for(folder, **settings),
        capture_output=True,
        text=True,
        timeout=START_WITHIN_S,
        check=False,
    )


@contextmanager
def started(folder: Path, **settings: str) -> Iterator[RunningPydash]:
    """A PyDash that the test ends as it likes, also by force."""
    environment = environment_for(folder, **settings)
    log_path = folder / "pydash.log"
    with (
        log_path.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "run"],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        url = f"http://127.0.0.1:{environment['PYDASH_PORT']}"
        pydash = RunningPydash(url, folder / "data", log_path, process, environment)
        try:
            wait_until(
                lambda: "PyDash runs at" in log_path.read_text(),
                timeout_s=START_WITHIN_S,
                what="it says that it runs",
            )
            yield pydash
        finally:
            process.kill()


def living_pids(data_dir: Path) -> set[int]:
    """Every process of an installation, by the environment that all of them inherit."""
    marker = f"PYDASH_DATA_DIR={data_dir}".encode()
    living = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # Empty for a zombie, which is dead.
            if marker in (folder / "environ").read_bytes().split(b"\0"):
                living.add(int(folder.name))
        except OSError:
            continue
    return living


def leader_of(pydash: RunningPydash, command: str) -> int:
    """The supervisor's own child that runs a command."""
    for pid in pydash.child_pids(command):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pydash.process.pid:
            return pid
    return 0


@pytest.mark.parametrize("command", ["serve", "scheduler", "web"])
def test_whatever_is_killed_is_restarted_within_five_seconds(
    start_pydash: StartPydash, command: str
) -> None:
    pydash = start_pydash()
    for _ in range(2):
        killed = leader_of(pydash, command)
        os.kill(killed, signal.SIGKILL)

        wait_until(
            lambda killed=killed: leader_of(pydash, command) not in (0, killed),  # type: ignore[misc]
            timeout_s=RESTART_WITHIN_S,
            what=f"{command} is restarted",
        )
        wait_until(pydash.is_healthy, timeout_s=STOP_WITHIN_S, what="all is well again")


def test_a_killed_web_worker_is_replaced(start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    leader = leader_of(pydash, "web")
    (worker,) = set(pydash.child_pids("web")) - {leader}

    os.kill(worker, signal.SIGKILL)

    wait_until(pydash.is_healthy, timeout_s=RESTART_WITHIN_S, what="another worker answers")
    assert leader_of(pydash, "web") == leader


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_foreground_stops_everything_in_order(
    tmp_path: Path, number: signal.Signals
) -> None:
    with started(tmp_path) as pydash:
        assert len(living_pids(pydash.data_dir)) >= 5

        os.killpg(pydash.process.pid, number)

        assert pydash.process.wait(STOP_WITHIN_S) == 0
        assert living_pids(pydash.data_dir) == set()
        assert list(pydash.data_dir.glob("*.sock")) == []
    log = pydash.log_path.read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log
    stops = re.findall(r"The (scheduler|database server) has stopped", log)
    assert stops == ["scheduler", "database server"]


def test_with_nohup_it_outlives_its_terminal(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with started(tmp_path) as pydash:
            os.killpg(pydash.process.pid, signal.SIGHUP)
            os.killpg(pydash.process.pid, signal.SIGCHLD)
            assert pydash.is_healthy()
            assert pydash.process.poll() is None
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_signal_during_the_start_stops_everything(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    data_dir = tmp_path / "data"
    with subprocess.Popen(
        [sys.executable, "-m", "pydash_cli", "run"], env=environment, stderr=subprocess.PIPE
    ) as process:
        wait_until(
            lambda: len(living_pids(data_dir)) > 1, timeout_s=START_WITHIN_S, what="a child"
        )
        process.terminate()
        _, errors = process.communicate(timeout=STOP_WITHIN_S)

    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert living_pids(data_dir) == set()


@pytest.fixture
def silent_mail_server() -> Iterator[socket.socket]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(START_WITHIN_S)
        yield listener


@contextmanager
def started_with_a_task_that_hangs(
    folder: Path, mail_server: socket.socket
) -> Iterator[RunningPydash]:
    url = f"smtp://127.0.0.1:{mail_server.getsockname()[1]}"
    with started(folder, MAIL_URL=url) as pydash:
        body = {"name": "alice", "email": "alice@example.org", "password": PASSWORD}
        assert requests.post(f"{pydash.base_url}/api/user/register", json=body, timeout=10).ok
        connection, _ = mail_server.accept()
        with connection:
            yield pydash


def test_a_task_that_hangs_does_not_hold_up_the_stop(
    tmp_path: Path, silent_mail_server: socket.socket
) -> None:
    with started_with_a_task_that_hangs(tmp_path, silent_mail_server) as pydash:
        scheduler = leader_of(pydash, "scheduler")
        os.kill(scheduler, signal.SIGTERM)
        wait_until(
            lambda: leader_of(pydash, "scheduler") != scheduler,
            timeout_s=5,
            what="the scheduler stops",
        )

        pydash.process.terminate()

        assert pydash.process.wait(STOP_WITHIN_S) == 0
        assert living_pids(pydash.data_dir) == set()


def test_no_worker_outlives_a_supervisor_that_is_killed_while_it_works(
    tmp_path: Path, silent_mail_server: socket.socket
) -> None:
    with started_with_a_task_that_hangs(tmp_path, silent_mail_server) as pydash:
        pydash.process.kill()
        pydash.process.wait()

        wait_until(
            lambda: not living_pids(pydash.data_dir), timeout_s=5, what="all others die too"
        )


@pytest.mark.parametrize("command", ["scheduler", "web"])
def test_who_waits_for_a_database_stops_within_five_seconds(tmp_path: Path, command: str) -> None:
    environment = environment_for(tmp_path, DATABASE=f"zeo://{tmp_path / 'nobody.sock'}")
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "pydash_cli", command], env=environment, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        first_line = process.stderr.readline()
        process.terminate()
        begun_at = time.monotonic()
        rest = process.stderr.read()

    assert b"The database can't be reached" in first_line
    assert time.monotonic() - begun_at < 5
    assert process.returncode == 0
    assert b"Traceback" not in rest


def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    with started(tmp_path) as pydash:
        pydash.process.kill()
        pydash.process.wait()

        wait_until(
            lambda: not living_pids(pydash.data_dir), timeout_s=5, what="all others die too"
        )


def test_what_was_killed_starts_again_on_what_it_left_behind(tmp_path: Path) -> None:
    with started(tmp_path) as pydash:
        pydash.process.kill()
        pydash.process.wait()
        wait_until(lambda: not living_pids(pydash.data_dir), timeout_s=5, what="all die")
        assert list(pydash.data_dir.glob("zeo.sock"))

    with started(tmp_path) as pydash:
        assert pydash.is_healthy()


def test_a_second_start_is_ready_in_under_five_seconds(tmp_path: Path) -> None:
    with started(tmp_path) as pydash:
        os.killpg(pydash.process.pid, signal.SIGINT)
        pydash.process.wait(STOP_WITHIN_S)

    begun_at = time.monotonic()
    with started(tmp_path) as pydash:
        assert time.monotonic() - begun_at < 5
        assert f"PyDash runs at {pydash.base_url}\n" in pydash.log_path.read_text()


def test_the_address_it_listens_on_is_told_where_the_public_one_differs(tmp_path: Path) -> None:
    environment = environment_for(tmp_path, BASE_URL="https://pydash.example.org")
    with subprocess.Popen(
        [sys.executable, "-m", "pydash_cli", "run"], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        process.send_signal(signal.SIGINT)

    bound_url = f"http://127.0.0.1:{environment['PYDASH_PORT']}"
    assert line == f"PyDash runs at https://pydash.example.org (listening on {bound_url})\n"


@pytest.mark.parametrize("command", [["run"], ["web"], ["scheduler"], ["db", "serve"]])
def test_a_wrong_setting_ends_the_start_with_one_sentence(
    tmp_path: Path, command: list[str]
) -> None:
    done = run_to_its_end(tmp_path, *command, PORT="abc")

    assert done.returncode == 2
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("PYDASH_PORT ")
    assert sentence.endswith(".")


def test_a_data_folder_that_can_not_be_made_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = run_to_its_end(tmp_path, "run", DATA_DIR=str(tmp_path / "file" / "var"))

    assert done.returncode == 2
    assert re.fullmatch(
        r"PYDASH_DATA_DIR: .* can't be made \(.*\)\.\n", done.stderr.splitlines(True)[-1]
    )


def test_a_port_that_is_taken_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run_to_its_end(tmp_path, "run", PORT=str(port))
        alone = run_to_its_end(tmp_path, "web", PORT=str(port))

    assert (done.returncode, alone.returncode) == (1, 1)
    sentence = (
        f"Port {port} of 127.0.0.1 is taken by another program; stop that one, "
        "or set PYDASH_PORT to another port."
    )
    assert done.stderr.count(sentence) == 1
    assert alone.stderr.splitlines() == [sentence]
    assert "PyDash runs" not in done.stdout
    assert living_pids(tmp_path / "data") == set()


def test_a_data_folder_has_one_pydash_only(start_pydash: StartPydash, tmp_path: Path) -> None:
    pydash = start_pydash()

    second = run_to_its_end(tmp_path, "run", DATA_DIR=str(pydash.data_dir))

    assert second.returncode == 2
    assert "another PyDash uses the folder" in second.stderr
    assert "Traceback" not in second.stderr
    assert pydash.is_healthy()


def test_nobody_else_can_look_into_the_data(start_pydash: StartPydash) -> None:
    pydash = start_pydash()

    modes = {path: path.stat().st_mode & 0o077 for path in pydash.data_dir.rglob("*")}
    assert modes
    assert set(modes.values()) == {0}
    assert pydash.data_dir.stat().st_mode & 0o777 == 0o700


def test_the_server_names_no_version_and_believes_no_proxy(start_pydash: StartPydash) -> None:
    pydash = start_pydash()

    answer = requests.get(
        f"{pydash.base_url}/api/health", headers={"X-Forwarded-Proto": "https"}, timeout=10
    )

    assert answer.headers["Server"] == "PyDash"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_database_that_is_run_elsewhere_is_not_started(tmp_path: Path) -> None:
    environment = environment_for(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-m", "pydash_cli", "db", "serve"], env=environment
    ) as server:
        socket_path = tmp_path / "data" / "zeo.sock"
        wait_until(socket_path.exists, timeout_s=START_WITHIN_S, what="the server listens")
        with subprocess.Popen(
            [sys.executable, "-m", "pydash_cli", "run"],
            env=environment_for(tmp_path, DATABASE=f"zeo://{socket_path}"),
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(b"PyDash runs at")
            process.stdout.readline()  # or the pipe would be closed while it says more
            process.send_signal(signal.SIGINT)
        is_alive = server.poll() is None
        server.terminate()
    assert process.returncode == 0
    assert is_alive
    assert server.returncode == 0


def test_a_second_pydash_does_not_take_the_first_ones_answers_for_its_own(
    tmp_path: Path, start_pydash: StartPydash
) -> None:
    first = start_pydash()
    environment = first.environment | {"PYDASH_DATA_DIR": str(tmp_path / "second")}
    second = subprocess.run(
        [sys.executable, "-m", "pydash_cli", "run"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=STOP_WITHIN_S,
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "is taken by another program" in second.stderr
    assert "PyDash runs" not in second.stdout
