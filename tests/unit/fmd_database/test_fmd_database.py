"""What is no FMD's database is refused in a sentence that says why, and shows no password."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.errors import ImportSourceError
from pydash_app.fmd_database import calls as reading
from pydash_app.fmd_database import open_fmd_database
from pydash_app.fmd_database.host_clock import to_utc
from pydash_app.measurements.batch import CallBatch
from tests.factories import make_batch
from tests.stack.waiting import find_free_port

UTC_ZONE = ZoneInfo("UTC")
OF_1 = """
    CREATE TABLE "functionCalls" (
        id INTEGER NOT NULL PRIMARY KEY, endpoint VARCHAR(250) NOT NULL,
        execution_time FLOAT NOT NULL, time DATETIME, version VARCHAR(100) NOT NULL,
        group_by VARCHAR(100) NOT NULL, ip VARCHAR(25) NOT NULL)
"""
OF_5 = """
    CREATE TABLE "{0}Endpoint" (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(250));
    CREATE TABLE "{0}Request" (
        id INTEGER NOT NULL PRIMARY KEY, endpoint_id INTEGER, duration FLOAT NOT NULL,
        time_requested DATETIME, version_requested VARCHAR(100), group_by VARCHAR(100),
        ip VARCHAR(100) NOT NULL, status_code INTEGER);
    INSERT INTO "{0}Endpoint" VALUES (1, 'home');
"""
"""As FMD 1.10.9 and 5.1.0 make them, without what no call needs."""

AT = "2026-01-05 09:30:00.000000"


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a SQLite file by some statements."""

    def make(statements: str) -> Path:
        path = tmp_path / "fmd é%.db"
        with closing(sqlite3.connect(path)) as file:
            file.executescript(statements)
        return path

    return make


def read(path: Path, table_prefix: str | None = None) -> list[CallBatch]:
    tables = open_fmd_database(str(path), zone=UTC_ZONE, table_prefix=table_prefix)
    return [page.batch for table in tables for page in table.pages()]


def endpoints_of(batches: Sequence[CallBatch]) -> list[str]:
    return [batch.endpoint.texts[code] for batch in batches for code in batch.endpoint.codes]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "no such file"), (b"", "is empty"), (b"id,endpoint\n1,home\n", "no SQLite database")],
)
def test_a_file_that_is_no_database_is_refused(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "fmd.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportSourceError, match=reason):
        read(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="is a directory"):
        read(tmp_path)


def test_a_broken_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fmd.db"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(ImportSourceError, match="can't be read"):
        read(path)


def test_a_database_of_something_else_is_refused(make_file: Callable[[str], Path]) -> None:
    path = make_file('CREATE TABLE "Request" (id INTEGER)')
    with pytest.raises(ImportSourceError, match="no database of Flask-MonitoringDashboard"):
        read(path)


@pytest.mark.parametrize(
    "address",
    [
        "oracle://fmd:{}@db.example.org/fmd",
        "postgresql://fmd:{}@/fmd",
        "mysql://fmd:{}@db.example.org",
        "postgresql://fmd:{}@127.0.0.1:port/fmd",
        "postgresql+psycopg2://fmd:{}@127.0.0.1:{port}/fmd",
        "mysql+mysqldb://fmd:{}@127.0.0.1:{port}/fmd",
    ],
)
def test_no_refusal_of_an_address_shows_its_password(address: str) -> None:
    password = "correct-horse-battery"
    source = address.replace("{}", password).replace("{port}", str(find_free_port()))
    with pytest.raises(ImportSourceError) as refused:
        open_fmd_database(source, zone=UTC_ZONE)
    error: BaseException | None = refused.value
    while error is not None:
        assert password not in f"{error!s} {error!r}"
        error = error.__cause__
    assert refused.value.message.endswith(".")


BAD_VALUES = [
    ("endpoint", "x'ff00'", "replaced", True),
    ("endpoint", "CAST(x'c3' AS TEXT)", "replaced", True),
    ("endpoint", "7", "converted", True),
    ("endpoint", "NULL", "missing", True),
    ("execution_time", "'soon'", "unreadable", False),
    ("execution_time", "x'31'", "converted", True),
    ("execution_time", "x'ff'", "unreadable", False),
    ("execution_time", "NULL", "missing", False),
    ("execution_time", "9e999", "out_of_range", False),
    ("execution_time", "-9e999", "out_of_range", False),
    ("execution_time", "1e300", "out_of_range", False),
    ("time", "NULL", "missing", False),
    ("time", "''", "missing", False),
    ("time", "'soon'", "unreadable", False),
    ("time", "x'00ff'", "unreadable", False),
    ("time", "1795462576", "unreadable", False),
    ("time", "'0001-01-01 00:00:00'", "out_of_range", False),
    ("time", "'9999-12-31 23:59:59'", "out_of_range", False),
    ("time", "'2026-02-30 00:00:00'", "unreadable", False),
    ("time", "'2026-01-05T09:30:00Z'", "converted", True),
    ("version", "x'76'", "converted", True),
    ("version", "2", "converted", True),
    ("group_by", "CAST(x'61ff62' AS TEXT)", "replaced", True),
    ("group_by", "9223372036854775807", "converted", True),
    ("ip", "NULL", "missing", True),
    ("ip", "x'ffff'", "replaced", True),
]


@pytest.mark.parametrize(("column", "value", "reason", "is_kept"), BAD_VALUES)
def test_a_bad_value_is_named_and_stops_none_of_the_others(
    make_file: Callable[[str], Path], column: str, value: str, reason: str, is_kept: bool
) -> None:
    columns = ("endpoint", "execution_time", "time", "version", "group_by", "ip")
    sound = ("'home'", "2.5", f"'{AT}'", "'1'", "'x'", "'y'")
    bad = dict(zip(columns, sound, strict=True)) | {column: value}
    rows = [(n, *(bad.values() if n == 2 else sound)) for n in (1, 2, 3)]
    path = make_file(
        "CREATE TABLE functionCalls (id, endpoint, execution_time, time, version, group_by, ip);"
        + "".join(
            f"INSERT INTO functionCalls VALUES ({', '.join(map(str, row))});" for row in rows
        )
    )
    [batch] = read(path)
    assert len(batch) == 2 + is_kept
    name = {"execution_time": "duration"}.get(column, column)
    found = [(flaw.place, flaw.column, flaw.reason, flaw.call is not None) for flaw in batch.flaws]
    assert found == [("row 2", name, reason, is_kept)]


def test_ids_may_be_anything_and_no_row_is_missed(
    make_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS_A_PAGE", 2)
    ids = (
        "-7",
        "0",
        "1",
        "2.5",
        "9223372036854775807",
        "'seven'",
        "x'00'",
        "NULL",
        "NULL",
        "NULL",
    )
    path = make_file(
        "CREATE TABLE functionCalls (id, endpoint, execution_time, time, version, group_by, ip);"
        + "".join(
            f"INSERT INTO functionCalls VALUES ({one}, 'home', {n}, '{AT}', '1', 'x', 'y');"
            for n, one in enumerate(ids)
        )
    )
    batches = read(path)
    found = [number for batch in batches for number in batch.duration_ms.tolist()]
    assert sorted(found) == list(range(len(ids)))
    flaws = [(flaw.column, flaw.reason) for batch in batches for flaw in batch.flaws]
    assert sorted(flaws) == [("id", "missing")] * 3 + [("id", "unreadable")] * 3


def test_a_text_that_is_too_long_is_cut_and_its_row_named(
    make_file: Callable[[str], Path],
) -> None:
    rows = ", ".join(f"({n}, 'home', 1, '{AT}', 'v', '{'x' * 800 * n}', 'ip')" for n in (1, 2))
    [batch] = read(make_file(f'{OF_1}; INSERT INTO "functionCalls" VALUES {rows};'))
    assert [len(text) for text in batch.group_by.texts] == [800, 1024]
    assert [(flaw.place, flaw.column) for flaw in batch.flaws] == [("row 2", "group_by")]


def test_a_row_without_a_time_is_counted_and_left_out(make_file: Callable[[str], Path]) -> None:
    path = make_file(
        f"{OF_1}; INSERT INTO functionCalls VALUES (1, 'home', 2.5, NULL, '1', 'x', 'y'),"
        f" (2, 'cart', 3, '{AT}', '1', 'x', 'y')"
    )
    (table,) = open_fmd_database(str(path), zone=UTC_ZONE)
    (page,) = table.pages()
    assert (page.row_count, endpoints_of([page.batch])) == (2, ["cart"])
    assert table.count_rows() == 2


def test_a_prefix_is_found_and_has_to_be_said_only_where_there_are_several(
    make_file: Callable[[str], Path],
) -> None:
    row = "(1, 1, 2.5, '2026-01-05 09:30:00', NULL, NULL, '::1', 503)"
    one = make_file(OF_5.format("a_") + f'INSERT INTO "a_Request" VALUES {row}')
    (batch,) = read(one)
    assert endpoints_of([batch]) == ["home"]
    assert batch.status_code is not None
    assert batch.status_code.tolist() == [503]
    assert (batch.version.texts, batch.group_by.texts) == (("None",), ("None",))

    two = make_file(OF_5.format("b_"))
    with pytest.raises(ImportSourceError, match="--table-prefix: 'a_', 'b_'"):
        read(two)
    assert len(read(two, "a_")) == 1
    with pytest.raises(ImportSourceError, match="begin with 'c_'"):
        read(two, "c_")


def test_pages_hold_every_row_once(
    make_file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROWS_A_PAGE", 3)
    rows = ", ".join(
        f"({number}, {1 if number % 4 else 9}, {number}, '{AT}', '1', 'x', 'y', NULL)"
        for number in range(1, 21)
    )
    path = make_file(OF_5.format("") + f'INSERT INTO "Request" VALUES {rows}')
    batches = read(path)
    found = [number for batch in batches for number in batch.duration_ms.tolist()]
    assert found == list(range(1, 21))
    gone = [flaw.place for batch in batches for flaw in batch.flaws]
    assert gone == [f"row {number}" for number in (4, 8, 12, 16, 20)]  # 9 is no endpoint
    assert all(len(batch) <= 3 and batch.status_code is None for batch in batches)


def test_a_table_without_rows_has_no_calls(make_file: Callable[[str], Path]) -> None:
    assert read(make_file(OF_1)) == []


def test_an_upgraded_database_has_the_calls_of_both(make_file: Callable[[str], Path]) -> None:
    path = make_file(
        f"{OF_1}; {OF_5.format('')}"
        f"INSERT INTO functionCalls VALUES (1, 'old', 2.5, '{AT}', '1', 'x', 'y');"
        f"INSERT INTO \"Request\" VALUES (1, 1, 2.5, '{AT}', '1', 'x', 'y', NULL)"
    )
    assert endpoints_of(read(path)) == ["old", "home"]


@given(
    zone=st.sampled_from(["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]),
    times=st.lists(
        st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
        min_size=1,
        max_size=20,
    ),
)
def test_a_hosts_clock_shows_what_it_showed(zone: str, times: list[datetime]) -> None:
    shown = sorted(time.replace(tzinfo=UTC) for time in times)  # as if they were UTC

    found = to_utc(make_batch(shown), ZoneInfo(zone)).called_at_us.tolist()

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    meant = [time.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - epoch for time in times]
    assert found == sorted(after // timedelta(microseconds=1) for after in meant)
