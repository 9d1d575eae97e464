import logging
from uuid import uuid4

import pytest

from periodic_tasks import RunAgain
from pydash_app.errors import UnavailableError
from pydash_cli import tasks


@pytest.fixture
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> tasks.Outside:
        raise UnavailableError("The database can't be reached.")

    monkeypatch.setattr(tasks, "_open_outside", fail)


@pytest.mark.usefixtures("_no_database")
def test_a_fetch_without_database_is_tried_again_soon(caplog: pytest.LogCaptureFixture) -> None:
    dashboard_id = uuid4()

    assert tasks.fetch(dashboard_id) == RunAgain(tasks.RETRY_WITHOUT_DATABASE_S)

    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert str(dashboard_id) in record.getMessage()
    assert record.exc_info is None


@pytest.mark.usefixtures("_no_database")
def test_a_mail_that_can_not_be_sent_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    tasks.send_mail(uuid4())

    (record,) = caplog.records
    assert record.getMessage() == "A mail was not sent: The database can't be reached."
    assert record.exc_info is None
