import logging
import re

from pydash_cli.logs import OneLineFormatter


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
