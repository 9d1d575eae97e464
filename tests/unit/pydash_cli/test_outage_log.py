import logging

import pytest

from pydash_app.errors import UnavailableError
from pydash_cli.scheduling.process import OutageLog


def test_an_outage_is_one_line_when_it_begins_and_one_when_it_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    outages = OutageLog()
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
    with pytest.raises(ZeroDivisionError), OutageLog().noted():
        raise ZeroDivisionError
