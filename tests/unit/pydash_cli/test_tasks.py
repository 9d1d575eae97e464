import logging
from uuid import uuid4

import pytest

from periodic_tasks import RunAgain
from pydash_app.errors import DiskFullError, UnavailableError
from pydash_cli import tasks


@pytest.fixture
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(UnavailableError("The database can't be reached."), monkeypatch)


def fail_with(error: UnavailableError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> tasks.Outside:
        raise error

    tasks._open_outage_log.cache_clear()
    monkeypatch.setattr(tasks, "_open_outside", fail)


@pytest.mark.usefixtures("_no_database")
def test_fetches_without_database_are_tried_again_soon_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(3):
        assert tasks.fetch(uuid4(), 1) == RunAgain(tasks.RETRY_WITHOUT_DATABASE_S)

    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.exc_info is None


def test_a_full_disk_gives_the_remote_a_longer_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(DiskFullError("The disk is full."), monkeypatch)
    assert tasks.fetch(uuid4(), 1) == RunAgain(tasks.RETRY_WITH_FULL_DISK_S)


@pytest.mark.usefixtures("_no_database")
def test_a_mail_that_can_not_be_sent_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    tasks.send_mail(uuid4(), 1)

    (record,) = caplog.records
    assert record.getMessage() == "A mail was not sent: The database can't be reached."
    assert record.exc_info is None
