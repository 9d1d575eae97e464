import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pydash_cli.logs import JsonFormatter, OneLineFormatter

ROOT = Path(__file__).parents[3]


def make_record(message: str, *args: object, **overrides: object) -> logging.LogRecord:
    values = {"exc_info": None, **overrides}
    return logging.LogRecord("x", logging.WARNING, "x.py", 1, message, args, **values)  # type: ignore[arg-type]


def test_a_line_says_when_how_bad_who_and_what() -> None:
    record = make_record("the %s is gone", "database")
    record.created, record.msecs = 1790000000.25, 250

    line = OneLineFormatter("scheduler").format(record)

    assert line == "2026-09-21T14:13:20.250Z WARNING scheduler: the database is gone"


def test_text_from_outside_can_not_pass_for_an_event_of_its_own() -> None:
    evil = "shop\n2026-09-21T14:13:20.250Z INFO web: alice is admin\r"

    line = OneLineFormatter("web").format(make_record("no such dashboard: %s", evil))

    assert "\n" not in line
    assert "\r" not in line
    assert "shop\\n2026" in line


def test_a_traceback_follows_its_event_indented() -> None:
    error = ValueError("first\n2026-09-21T14:13:20.250Z INFO web: second")
    record = make_record("it failed", exc_info=(ValueError, error, None))

    first, *others = OneLineFormatter("web").format(record).splitlines()

    assert first.endswith("WARNING web: it failed")
    assert any("ValueError: first" in line for line in others)
    assert not any(re.match(r"\S", line) for line in others)


def test_as_json_an_event_is_one_object_on_one_line() -> None:
    record = make_record("no such dashboard: %s", "shop\n{}")
    record.created, record.msecs = 1790000000.25, 250
    record.request_id = "5ad40a44e45d2d51"
    record.activity = {"act": "login", "by": "alice"}

    line = JsonFormatter("web").format(record)

    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2026-09-21T14:13:20.250Z",
        "level": "warning",
        "process": "web",
        "pid": os.getpid(),
        "logger": "x",
        "message": "no such dashboard: shop\n{}",
        "request_id": "5ad40a44e45d2d51",
        "activity": {"act": "login", "by": "alice"},
    }


def test_as_json_a_traceback_is_one_field() -> None:
    error = ValueError("first\nsecond")
    record = make_record("it failed", exc_info=(ValueError, error, None))

    line = JsonFormatter("web").format(record)

    assert "\n" not in line
    assert json.loads(line)["exception"] == "ValueError: first\nsecond"


def test_as_json_half_a_character_does_no_harm() -> None:
    line = JsonFormatter("web").format(make_record("the file %s", "caf\udce9"))
    assert json.loads(line)["message"] == "the file caf?"


def test_a_line_names_the_request_that_it_is_about() -> None:
    record = make_record("it failed")
    record.request_id = "5ad40a44e45d2d51"
    assert OneLineFormatter("web").format(record).endswith("it failed [request 5ad40a44e45d2d51]")


@pytest.mark.parametrize(
    ("level", "own", "foreign"),
    [
        ("debug", logging.DEBUG, logging.INFO),
        ("info", logging.INFO, logging.INFO),
        ("error", logging.ERROR, logging.ERROR),
    ],
)
def test_only_our_own_debugging_is_told(level: str, own: int, foreign: int) -> None:
    script = f"""
import logging
from pydash_app.settings import Settings
from pydash_cli import logs
logs.configure("web", Settings(log_level={level!r}))
names = ("pydash_web.auth", "periodic_tasks.ending", "requests", "urllib3.connectionpool")
print([logging.getLogger(name).getEffectiveLevel() for name in names])
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(done.stdout) == [own, own, foreign, max(foreign, logging.WARNING)]


def test_an_outage_is_not_told_again_for_every_object_that_can_not_be_loaded() -> None:
    script = """
import logging
from ZEO.Exceptions import ClientDisconnected
from pydash_app.settings import Settings
from pydash_cli import logs
logs.configure("worker", Settings(log_format="json"))
for cause in (ClientDisconnected("Connection lost"), KeyError("lost")):
    try:
        raise cause
    except Exception:
        logging.getLogger("ZODB.Connection").exception("Couldn't load state for %s", "a tree")
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    (event,) = (json.loads(line) for line in done.stderr.splitlines())
    assert event["exception"].splitlines()[-1] == "KeyError: 'lost'"


def test_an_error_that_ends_a_process_is_an_event_too() -> None:
    script = """
import threading
from pydash_app.settings import Settings
from pydash_cli import logs
logs.configure("web", Settings(log_format="json"))
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
raise ValueError("nobody expected this")
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert [event["exception"].splitlines()[-1] for event in events] == [
        "ZeroDivisionError: division by zero",
        "ValueError: nobody expected this",
    ]


BESIDE_THE_LOG = """
import os, sys, threading, traceback, warnings
from multiprocessing import get_context
from pydash_app.settings import Settings
from pydash_cli import logs

logs.configure("web", Settings(log_format="json"))
print("printed")
sys.stderr.write("half a line, ")
sys.stderr.write("and the rest\\n")
warnings.warn("deprecated, say")
try:
    1 / 0
except ZeroDivisionError:
    traceback.print_exc()
class Broken:
    def __del__(self):
        raise KeyError("in a finalizer")
Broken()
os.write(1, b"")
import logging
class Unprintable:
    def __str__(self):
        raise ValueError("no words")
logging.getLogger("x").error("%s", Unprintable())
logging.getLogger("x").error("%d", "no number")
sys.stdout.flush()
open(os.devnull)  # never closed
sys.stderr.write("no end of line")
sys.exit("the last words")
"""


@pytest.mark.parametrize("flags", [[], ["-X", "dev"]], ids=str)
def test_what_is_written_beside_the_log_of_json_is_an_event_too(flags: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, *flags, "-c", BESIDE_THE_LOG],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == ""
    events = [json.loads(line) for line in done.stderr.splitlines()]
    told = "\n".join(f"{one['message']} {one.get('exception', '')}" for one in events)
    for words in (
        "printed",
        "half a line, and the rest",
        "deprecated, say",
        "ZeroDivisionError: division by zero",
        "KeyError: 'in a finalizer'",
        "no words",
        "no end of line",
        "the last words",
    ):
        assert words in told, words
    assert {event["process"] for event in events} == {"web"}


def test_text_is_written_as_it_is_where_the_log_is_text() -> None:
    script = BESIDE_THE_LOG.replace('log_format="json"', 'log_format="text"')
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout == "printed\n"


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["run"], {"PYDASH_PORT": "many"}),
        (["db", "serve"], {"PYDASH_ZEO_KEY": "/nowhere"}),
        (["web", "--no-such-option"], {}),
    ],
    ids=" ".join,
)
def test_why_a_process_does_not_start_is_an_event_too(
    words: list[str], variables: dict[str, str], tmp_path: Path
) -> None:
    environment = {"PATH": os.environ["PATH"], "PYDASH_LOG_FORMAT": "json", **variables}
    done = subprocess.run(  # noqa: S603 - PyDash itself
        [sys.executable, "-m", "pydash_cli", *words],
        env={**environment, "PYDASH_DATA_DIR": str(tmp_path), "PYTHONWARNINGS": "always"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 2
    events = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    (wrong,) = [*variables, *words[-1:]][:1]
    assert wrong in " ".join(event["message"] for event in events)


def test_what_a_command_prints_for_programs_is_left_as_it_is(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYDASH_LOG_FORMAT": "json"}
    done = subprocess.run(
        [sys.executable, "-m", "pydash_cli", "config"],
        env={**environment, "PYDASH_DATA_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "PYDASH_PORT" in done.stdout
    assert not done.stdout.startswith("{")
