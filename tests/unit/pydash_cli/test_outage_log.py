import logging

import pytest

from pydash_app.errors import DiskFullError, UnavailableError
from pydash_cli.outage_log import OutageLog


def test_an_outage_is_one_line_when_it_begins_and_one_when_it_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    outages = OutageLog("The scheduler")
    for is_away in (False, True, True, True, False, False):
        with outages.noted():
            if is_away:
                raise UnavailableError("The database can't be reached.")

    assert [record.getMessage() for record in caplog.records] == [
        "The scheduler waits for the database: The database can't be reached.",
        "The database is back.",
    ]
    assert not any(record.exc_info for record in caplog.records)


def test_what_is_no_outage_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError), OutageLog("A worker").noted():
        raise ZeroDivisionError


def test_another_cause_is_another_line(caplog: pytest.LogCaptureFixture) -> None:
    outages = OutageLog("A worker")
    for error in (UnavailableError("Away."), DiskFullError("Full."), DiskFullError("Full.")):
        outages.note(error)

    assert [record.getMessage() for record in caplog.records] == [
        "A worker waits for the database: Away.",
        "A worker waits for the database: Full.",
    ]
