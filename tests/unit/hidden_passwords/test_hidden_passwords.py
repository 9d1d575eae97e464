"""No password shows, whichever variable or argument an address with one was given as."""

import json
import logging
import time

import pytest
from click.testing import CliRunner

from pydash_app.hidden_passwords import hide_passwords
from pydash_app.settings import Settings
from pydash_cli.logs import JsonFormatter, OneLineFormatter
from pydash_cli.main import main

ADDRESSES = (
    "postgres://user:hunter2@db.example.org/name",
    "postgres://db.example.org/name?user=u&password=hunter2",
    "smtp://user:hunter2@mail.example.org:587",
    "https://user:hunter2@pydash.example.org",
    "https://hunter2@pydash.example.org",
    "dask://user:hunter2@cluster.example.org:8786",
    "zeo://user:hunter2@db.example.org:8100",
    "zconfig://user:hunter2@db.example.org",
    "https://user:a/hunter2@pydash.example.org",
    "https://user:a@hunter2@pydash.example.org",
    "user:hunter2@db.example.org",
)


def run(*arguments: str, **environment: str) -> str:
    done = CliRunner().invoke(main, arguments, env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_setting_shows_a_password(name: str, address: str) -> None:
    if name in ("host", "metrics_host") and "://" not in address:
        pytest.skip("a host has no login, and nobody would look for one there")
    variable = f"PYDASH_{name.upper()}"
    for arguments in (("config",), ("config", "--json")):
        shown = run(*arguments, **{variable: address})
        assert variable in shown
        assert "hunter2" not in shown


@pytest.mark.parametrize("address", ADDRESSES[:-1])
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("import",),
        ("import", "--dashboard"),
        ("import", "--dashboard", "0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d", "more"),
        ("db",),
        ("db", "pack"),
        ("db", "serve", "--listen"),
        ("user", "list"),
        ("user", "add", "dora", "dora@example.org", "--admin"),
    ],
)
def test_no_command_quotes_a_password_that_it_was_given(
    arguments: tuple[str, ...], address: str
) -> None:
    assert "hunter2" not in run(*arguments, address, PYDASH_DATA_DIR="/nowhere/at/all")


@pytest.mark.parametrize("formatter", [OneLineFormatter("web"), JsonFormatter("web")])
@pytest.mark.parametrize("address", ADDRESSES[:-1])
def test_no_log_line_and_no_traceback_shows_one(
    formatter: logging.Formatter, address: str
) -> None:
    error = ValueError(f"can't reach {address}, user='u' password='hunter2 hunter2'")
    record = logging.LogRecord(
        "web", logging.ERROR, "x.py", 1, "Lost %s.", (address,), (type(error), error, None)
    )
    line = formatter.format(record)
    assert "hunter2" not in line
    assert "Lost" in line
    if isinstance(formatter, JsonFormatter):
        assert json.loads(line)["level"] == "error"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://user:***@db/name is away", "postgres://user:***@db/name is away"),
        (
            "at https://u:p@a.org and smtp://u@b.org:1",
            "at https://***@a.org and smtp://***@b.org:1",
        ),
        ("alice@example.org has a password", "alice@example.org has a password"),
        ("https://a.org/x", "https://a.org/x"),
        ("host=a password='it''s' x", "host=a password=***'s' x"),
    ],
)
def test_the_rest_of_a_text_stays(text: str, shown: str) -> None:
    assert hide_passwords(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "://" * 300_000,
        "@" * 900_000,
        "://@" * 200_000,
        "password='" * 90_000,
        "a" * 500_000 + ":@",
        "a:" * 200_000 + "/@",
        "a" * 500_000 + "@:",
        " \t" * 400_000,
    ],
)
def test_hiding_takes_time_by_the_length(text: str) -> None:
    started_s = time.thread_time()
    hide_passwords(text)
    assert time.thread_time() - started_s < 1
