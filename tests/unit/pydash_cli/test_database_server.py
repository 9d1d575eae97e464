"""The database server's log tells what somebody has to look after, and nothing else."""

import logging

import pytest

from pydash_app.database.file_storage import NoSpaceLeftError
from pydash_cli.database_server import is_worth_telling


def make_record(
    message: str, *arguments: object, error: Exception | None = None
) -> logging.LogRecord:
    exc_info = None if error is None else (type(error), error, None)
    return logging.LogRecord("ZEO", logging.ERROR, "-", 1, message, arguments, exc_info)


@pytest.mark.parametrize("error", [ConnectionResetError("reset"), BrokenPipeError("broken")])
def test_a_client_that_ends_without_a_farewell_is_no_error(error: Exception) -> None:
    # As ZEO 6 says it (ZEO/asyncio/server.py, connection_lost).
    assert not is_worth_telling(make_record("Disconnected %s:%s", type(error).__name__, error))


def test_a_full_disk_is_told_once_by_the_storage_and_not_with_every_commit() -> None:
    assert not is_worth_telling(make_record("store", error=NoSpaceLeftError("full")))


def test_everything_else_is_told() -> None:
    assert is_worth_telling(make_record("Disconnected %s:%s", "ValueError", ValueError("odd")))
    assert is_worth_telling(make_record("store", error=OSError("broken disk")))
    assert is_worth_telling(make_record("nothing more"))
