"""What a real FMD keeps in PostgreSQL and MariaDB is read call by call."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from pydash_app.errors import ImportSourceError
from pydash_app.fmd_database import open_fmd_database
from tests.integration.fmd_import.foreign_rows import Row
from tests.remotes.fmd5_database import Fmd5Database, open_database
from tests.remotes.running_fmd5 import running
from tests.stack.stored_calls import as_kept

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.services,
    pytest.mark.timeout(400),
    pytest.mark.usefixtures("fmd5_environment"),
]

DRIVERS = {"postgres": "postgresql+psycopg2", "mysql": "mysql+pymysql"}
PREFIX = "shop_"
SEEDED = 12_000
"""More than a page."""


@pytest.fixture(scope="module", params=["postgres", "mariadb"])
def database(
    request: pytest.FixtureRequest,
    fmd5_environment: None,  # noqa: ARG001 - only has to be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Fmd5Database]:
    """Filled by a real FMD, on each kind of server."""
    server = request.getfixturevalue(request.param)
    scheme, _, rest = server.create_database(f"fmd_{uuid4().hex[:12]}").partition("://")
    with open_database(f"{DRIVERS[scheme]}://{rest}", prefix=PREFIX) as database:
        options = (f"--database={database.address}", f"--table-prefix={PREFIX}")
        with running(tmp_path_factory.mktemp("app"), *options, f"--seed-rows={SEEDED}"):
            pass
        yield database


def rows_read(address: str) -> Iterator[tuple[Row, int]]:
    """What PyDash reads: a call, and its status code."""
    (calls,) = open_fmd_database(address, zone=ZoneInfo("UTC"))
    assert calls.count_rows() == SEEDED
    for page in calls.pages():
        batch = page.batch
        assert batch.status_code is not None
        texts = [
            [column.texts[code] for code in column.codes]
            for column in (batch.endpoint, batch.version, batch.ip, batch.group_by)
        ]
        columns = (batch.called_at_us.tolist(), batch.duration_ms.tolist(), *texts)
        rows: Iterator[Any] = zip(*columns, strict=True)
        yield from zip(rows, batch.status_code.tolist(), strict=True)


def as_read(row: list[Any]) -> tuple[Row, int]:
    """A row as FMD's own driver reads it."""
    _, endpoint, duration_ms, time, version, group, ip, status = row
    at = datetime.fromisoformat(time).replace(tzinfo=UTC)
    at_us = int(at.timestamp()) * 1_000_000 + at.microsecond
    return (at_us, as_kept(duration_ms), endpoint, version, ip, str(group)), status or 0


def test_every_call_is_read_as_fmd_itself_reads_it(database: Fmd5Database) -> None:
    assert Counter(rows_read(database.address)) == Counter(map(as_read, database.read_calls()))


def test_a_wrong_password_is_said_and_not_shown(database: Fmd5Database) -> None:
    scheme, _, rest = database.address.partition("://")
    credentials, _, place = rest.rpartition("@")
    wrong = f"{scheme}://{credentials.partition(':')[0]}:no-such-secret@{place}"
    with pytest.raises(ImportSourceError, match="password") as refused:
        open_fmd_database(wrong, zone=ZoneInfo("UTC"))
    assert "no-such-secret" not in repr(refused.value)
    assert refused.value.__cause__ is None
