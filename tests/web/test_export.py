"""The export: every call once, in order, in files that harm nobody."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from flask import Flask

from pydash_app import dashboard as dashboards
from pydash_app.dashboard import repository
from pydash_app.dashboard.services import export
from pydash_app.database import Database, Root
from pydash_app.errors import NotFoundError
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window
from pydash_app.statistics.instants import to_us
from pydash_app.statistics.query import Selection
from pydash_web.call_files import COLUMNS, FORMATS, LINES_A_PART, write_csv, write_json_lines
from pydash_web.streaming import LONGEST_NAME
from tests.factories import make_batch, store_batch
from tests.web.asking import ask, json_of
from tests.web.measured import APRIL_25, store_day
from tests.web.people import Person

MIDNIGHT_S = int(APRIL_25.timestamp())
SECOND = timedelta(seconds=1)


def export_of(person: Person, **query: Any) -> str:
    response = ask(person.client, "export.get", person.dashboard_id, query_string=query)
    assert response.status_code == 200, response.text
    return str(response.data, "utf-8-sig")


def rows_of(person: Person, **query: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_of(person, **query), newline="")))


def objects_of(person: Person, **query: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export_of(person, format="jsonl", **query).splitlines()]


def test_csv_is_the_default(database: Database, alice: Person) -> None:
    store_day(database, alice)
    response = ask(alice.client, "export.get", alice.dashboard_id)
    assert response.content_type == "text/csv; charset=utf-8"
    lines = response.data.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "called_at,endpoint,version,ip,group_by,execution_time,status_code"
    assert lines[1] == '2018-04-25T01:00:00.000000Z,"cart","2.0","192.0.2.1","zoë",10.0,'
    assert (len(lines), lines[-1]) == (8, "")


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8(
    database: Database, alice: Person
) -> None:
    without_calls = ask(alice.client, "export.get", alice.dashboard_id).data
    store_day(database, alice)
    with_calls = ask(alice.client, "export.get", alice.dashboard_id).data
    for data in (without_calls, with_calls):
        assert data.startswith(b"\xef\xbb\xbfcalled_at,")
        assert data.count(b"\xef\xbb\xbf") == 1


def test_json_lines_have_no_mark(database: Database, alice: Person) -> None:
    store_day(database, alice)
    data = ask(alice.client, "export.get", alice.dashboard_id, query_string="format=jsonl").data
    assert data.startswith(b'{"called_at":')


def test_every_file_for_spreadsheets_has_the_mark_and_no_other_has() -> None:
    for media_type, write in FORMATS.values():
        begin = b"".join(write([make_batch([APRIL_25])]))[:3]
        assert (begin == b"\xef\xbb\xbf") == (media_type == "text/csv"), media_type


def test_json_lines_hold_an_object_a_call(database: Database, alice: Person) -> None:
    store_day(database, alice)
    response = ask(alice.client, "export.get", alice.dashboard_id, query_string="format=jsonl")
    assert response.mimetype == "application/x-ndjson"
    objects = objects_of(alice)
    assert len(objects) == 6
    assert tuple(objects[3]) == COLUMNS
    assert objects[3] == {
        "called_at": "2018-04-25T02:00:00.000000Z",
        "endpoint": "cart",
        "version": "10.0",
        "ip": "192.0.2.1",
        "group_by": "zoë",
        "execution_time": 0.1,
        "status_code": None,
    }


def test_both_formats_say_the_same(database: Database, alice: Person) -> None:
    store_day(database, alice)
    as_text = [
        {key: "" if value is None else str(value) for key, value in row.items()}
        for row in objects_of(alice)
    ]
    assert rows_of(alice) == as_text


def test_status_codes_are_told_where_they_are_known(database: Database, alice: Person) -> None:
    of_two = [APRIL_25, APRIL_25 + SECOND]
    for second, codes in enumerate(([200, 0], None, [404, 500])):
        times = [time + 2 * second * SECOND for time in of_two]
        window = Window(MIDNIGHT_S + 2 * second - 1, MIDNIGHT_S + 2 * second + 1)
        store_batch(database, alice.dashboard_id, window, make_batch(times, status_codes=codes))
    expected = [200, None, None, None, 404, 500]
    assert [row["status_code"] for row in objects_of(alice)] == expected
    assert [row["status_code"] for row in rows_of(alice)] == ["200", "", "", "", "404", "500"]
    compact(database, alice)
    assert [row["status_code"] for row in objects_of(alice)] == expected


def test_instants_are_told_to_the_microsecond(database: Database, alice: Person) -> None:
    times = [APRIL_25 + timedelta(microseconds=number) for number in (0, 1, 999_999)]
    store_batch(
        database, alice.dashboard_id, Window(MIDNIGHT_S - 1, MIDNIGHT_S + 1), make_batch(times)
    )
    told = [datetime.fromisoformat(row["called_at"]) for row in rows_of(alice)]
    assert told == times
    assert all(instant.tzinfo == UTC for instant in told)


def test_a_duration_reads_as_the_number_that_was_measured(
    database: Database, alice: Person
) -> None:
    durations_ms = [0.0, 0.1, 1e-7, 123456.7, 3.4e38, -2.5]
    batch = make_batch([APRIL_25] * len(durations_ms), durations_ms=durations_ms)
    store_batch(database, alice.dashboard_id, Window(MIDNIGHT_S - 1, MIDNIGHT_S), batch)
    assert [float(row["execution_time"]) for row in rows_of(alice)] == durations_ms
    assert [row["execution_time"] for row in objects_of(alice)] == durations_ms


def test_filters_and_dates_choose(database: Database, alice: Person) -> None:
    store_day(database, alice)
    by_endpoint = rows_of(alice, endpoint=["cart", "admin"], group_by="None")
    assert [row["ip"] for row in by_endpoint] == ["192.0.2.2", "None"]
    by_date = rows_of(alice, start_date="2018-04-25T01:01Z", end_date="2018-04-25T03:00Z")
    assert [row["called_at"][11:16] for row in by_date] == ["01:01", "01:30", "02:00"]
    assert rows_of(alice, ip="198.51.100.7") == []


@pytest.mark.parametrize(("file_format", "expected"), [("csv", ",".join(COLUMNS)), ("jsonl", "")])
def test_a_dashboard_without_calls_exports_none(
    bob: Person, file_format: str, expected: str
) -> None:
    assert export_of(bob, format=file_format).strip() == expected


def store_texts(database: Database, owner: Person, texts: list[str]) -> None:
    times = [APRIL_25 + number * SECOND for number in range(len(texts))]
    batch = make_batch(times, endpoints=texts, versions=texts, ips=texts, groups=texts)
    store_batch(database, owner.dashboard_id, Window(MIDNIGHT_S - 1, MIDNIGHT_S + 100), batch)


PLAIN = [
    "shop.cart",
    "",
    "1,5",
    'say "hi"',
    "a\nb",
    "a\r\nb",
    "ü 名前 😀",
    "1-2",
    "a=b",
    "a@b",
    "x'",
]
FORMULAS = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "\tx": "'\tx",
    "\rx": "'\rx",
    "\nx": "'\nx",
    '"=1+1': "'\"=1+1",
    "'=1+1": "''=1+1",
    '""+1': '\'""+1',
    " =1+1": "' =1+1",
    "＝1+1": "'＝1+1",
    "a;=1+1": "a;'=1+1",
    'a;"=1+1': "a;\"'=1+1",
    "a\n-1": "a\n'-1",
    "a\t@b": "a\t'@b",
}


def test_plain_texts_come_through_csv_unchanged(database: Database, alice: Person) -> None:
    store_texts(database, alice, PLAIN)
    for column in ("endpoint", "version", "ip", "group_by"):
        assert [row[column] for row in rows_of(alice)] == PLAIN


def test_what_a_spreadsheet_would_run_is_made_harmless(database: Database, alice: Person) -> None:
    store_texts(database, alice, list(FORMULAS))
    for column in ("endpoint", "version", "ip", "group_by"):
        assert [row[column] for row in rows_of(alice)] == list(FORMULAS.values())


def cell_of(text: str) -> str:
    """A text as a program reads it back from a file for spreadsheets."""
    written = b"".join(write_csv([make_batch([APRIL_25], groups=[text])])).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    return row["group_by"]


def what_a_spreadsheet_shows(cell: str) -> str:
    """A cell once everything is gone that can't be seen, and every width is the usual one."""
    shown = "".join(
        character
        for character in unicodedata.normalize("NFKC", cell)
        if unicodedata.category(character)[0] not in "CZ"
    )
    return shown.replace("\u2212", "-")


def unseen_characters() -> list[str]:
    everything = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    return [
        character
        for character in everything
        if unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
    ]


def test_nothing_that_cannot_be_seen_hides_a_formula() -> None:
    """Of all of Unicode, since lists of first characters are never complete."""
    hidden = [
        ascii(character)
        for character in unseen_characters()
        for text in (
            f"{character}=1+1",
            f"a;{character}@b",
            f'"{character} -1',
            f"a\n{character}+1",
        )
        if re.search(r"(?:^|[;\n])[\"]*[=+@-]", what_a_spreadsheet_shows_in_lines(cell_of(text)))
    ]
    assert hidden == []


def what_a_spreadsheet_shows_in_lines(cell: str) -> str:
    return "\n".join(what_a_spreadsheet_shows(line) for line in cell.split("\n"))


def test_no_other_width_or_size_hides_a_formula() -> None:
    marks = [
        character
        for character in map(chr, [*range(0xD800), *range(0xE000, 0x110000)])
        if unicodedata.normalize("NFKC", character)[:1] in ("=", "+", "-", "@", "\u2212")
    ]
    assert {"\uff1d", "\ufe63", "\u207a", "\u2212"} <= set(marks)
    assert [ascii(mark) for mark in marks if not cell_of(f"{mark}1+1").startswith("'")] == []


@pytest.mark.parametrize(
    "prefix", ["\x00", "\ufeff", "\u200b", "\u200b\ufeff \x00", "\u201c", "\u2800"]
)
@pytest.mark.parametrize("mark", "=+-@＝＋－＠")
def test_what_a_spreadsheet_drops_does_not_arm_a_formula(prefix: str, mark: str) -> None:
    assert cell_of(f"{prefix}{mark}1+1") == f"'{prefix}{mark}1+1"


@pytest.mark.timeout(5)
def test_no_text_takes_long_to_make_harmless() -> None:
    for text in ("\n" * 1_000_000, ";'" * 500_000, " " * 1_000_000, "\u200b\ufeff" * 500_000):
        written = b"".join(write_csv([make_batch([APRIL_25], groups=[text])]))
        assert text.encode() in written


def test_json_keeps_every_text_as_it_is(database: Database, alice: Person) -> None:
    texts = [*PLAIN, *FORMULAS, "\x00", "\u2028", "\\"]
    store_texts(database, alice, texts)
    written = export_of(alice, format="jsonl").split("\n")
    assert [json.loads(line)["group_by"] for line in written if line] == texts


NAMES = {
    "Shop": "attachment; filename=pydash-Shop.csv",
    "my shop": "attachment; filename=pydash-my-shop.csv",
    'a"b/../c\\d:e*f?g<h>i|j%k': "attachment; filename=pydash-a-b-..-c-d-e-f-g-h-i-j-k.csv",
    "a\r\nSet-Cookie: x=1": 'attachment; filename="pydash-a-Set-Cookie-x=1.csv"',
    "Bücher": "attachment; filename=pydash-Bucher.csv; filename*=UTF-8''pydash-B%C3%BCcher.csv",
    "名前": "attachment; filename=pydash-.csv; filename*=UTF-8''pydash-%E5%90%8D%E5%89%8D.csv",
    "\u202egpj.exe": "attachment; filename=pydash-gpj.exe.csv",
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=ascii)
def test_the_file_is_named_after_the_dashboard(
    database: Database, alice: Person, name: str, expected: str
) -> None:
    rename(database, alice, name)
    response = ask(alice.client, "export.get", alice.dashboard_id)
    assert response.headers["Content-Disposition"] == expected


def test_a_long_name_is_cut(database: Database, alice: Person) -> None:
    rename(database, alice, "ü" * 5_000)
    disposition = ask(alice.client, "export.get", alice.dashboard_id).headers[
        "Content-Disposition"
    ]
    assert disposition.count("%C3%BC") == LONGEST_NAME - len("pydash-")


def rename(database: Database, owner: Person, name: str) -> None:
    def change(root: Root) -> None:
        repository.get_owned(root, str(owner.user.id), str(owner.dashboard_id)).name = name

    database.write(change)


@pytest.fixture
def many(database: Database, alice: Person, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A thousand calls, ten a second, some at the same instant; exported some fifty at once."""
    monkeypatch.setattr(export, "MOST_CALLS_AT_ONCE", 50)
    for first in range(0, 100, 5):
        store_calls(database, alice, first, 5, version="first")
    return list(range(1000))


def store_calls(
    database: Database, owner: Person, after_s: int, seconds: int, *, version: str
) -> None:
    times = [
        APRIL_25 + (after_s + 1) * SECOND + timedelta(milliseconds=100 * (number // 2 * 2) - 900)
        for number in range(10 * seconds)
    ]
    batch = make_batch(times, versions=[version] * len(times))
    window = Window(MIDNIGHT_S + after_s, MIDNIGHT_S + after_s + seconds)
    store_batch(database, owner.dashboard_id, window, batch)


def begin(database: Database, owner: Person, *, days: int = 1) -> Iterator[CallBatch]:
    now = APRIL_25 + timedelta(days=days)
    ids = owner.user.id, owner.dashboard_id
    return dashboards.export_calls(database, *ids, Selection(), now=now).batches


def compact(database: Database, owner: Person) -> None:
    def pack(root: Root) -> None:
        measurements.get(root, str(owner.dashboard_id)).compact(MIDNIGHT_S * 1_000_000)

    database.write(pack)


def drop_before(database: Database, owner: Person, cut: datetime) -> None:
    def drop(root: Root) -> None:
        measurements.get(root, str(owner.dashboard_id)).drop_calls_before(to_us(cut))

    database.write(drop)


def times_of(batches: list[CallBatch]) -> list[int]:
    return [time for batch in batches for time in batch.called_at_us.tolist()]


@pytest.mark.usefixtures("many")
def test_calls_come_piece_by_piece_in_order(database: Database, alice: Person) -> None:
    batches = list(begin(database, alice))
    times = times_of(batches)
    assert len(batches) >= 10
    assert max(map(len, batches)) <= 100
    assert (len(times), times) == (1000, sorted(times))


@pytest.mark.usefixtures("many")
def test_calls_that_arrive_meanwhile_double_and_lose_none(
    database: Database, alice: Person
) -> None:
    store_calls(database, alice, 150, 5, version="first")
    batches = begin(database, alice)
    read = list(islice(batches, 3))
    store_calls(database, alice, -50, 50, version="late")
    store_calls(database, alice, 120, 5, version="into the gap")
    store_calls(database, alice, 155, 5, version="live")
    read += list(batches)
    versions = [
        batch.version.texts[code] for batch in read for code in batch.version.codes.tolist()
    ]
    assert versions == ["first"] * 1000 + ["into the gap"] * 50 + ["first"] * 50
    assert times_of(read) == sorted(times_of(read))


@pytest.mark.usefixtures("many")
def test_packing_meanwhile_doubles_and_loses_none(database: Database, alice: Person) -> None:
    before = times_of(list(begin(database, alice)))
    batches = begin(database, alice)
    read = list(islice(batches, 3))
    compact(database, alice)
    assert times_of(read + list(batches)) == before
    assert times_of(list(begin(database, alice))) == before


def test_days_are_cut_where_there_are_many_calls(
    database: Database, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_CALLS_AT_ONCE", 50)
    for hour in (0, 1, 5, 100, 101, 2_000):
        store_calls(database, alice, hour * 3600 + 1000, 4, version="first")
    batches = list(begin(database, alice, days=200))
    assert len(times_of(batches)) == 240
    assert [len(batch) for batch in batches] == [40, 40, 40, 40, 80]


@pytest.mark.usefixtures("many")
def test_a_dashboard_deleted_meanwhile_ends_the_stream_with_an_error(
    database: Database, alice: Person
) -> None:
    batches = begin(database, alice)
    next(batches)
    dashboards.delete(database, alice.user.id, alice.dashboard_id)
    with pytest.raises(NotFoundError):
        next(batches)


@pytest.mark.usefixtures("many")
def test_a_stream_that_fails_breaks_the_connection(database: Database, alice: Person) -> None:
    response = ask(alice.client, "export.get", alice.dashboard_id, buffered=False)
    parts = iter(response.response)
    next(parts)
    next(parts)
    dashboards.delete(database, alice.user.id, alice.dashboard_id)
    with pytest.raises(ConnectionResetError):
        list(parts)


def test_long_batches_are_written_in_parts() -> None:
    batch = make_batch([APRIL_25] * (2 * LINES_A_PART + 1))
    for write, extra in ((write_csv, 1), (write_json_lines, 0)):
        parts = list(write([batch]))
        assert len(parts) == 3 + extra
        assert sum(part.count(b"\n") for part in parts) == 2 * LINES_A_PART + 1 + extra


def test_a_refusal_is_no_file(alice: Person) -> None:
    response = ask(alice.client, "export.get", alice.dashboard_id, query_string="format=pdf")
    assert response.status_code == 400
    assert json_of(response)["fields"] == {"format": "Write this as 'csv' or 'jsonl'."}
    assert "Content-Disposition" not in response.headers


def store_march_and_april(database: Database, owner: Person) -> None:
    """A call in each month; the one of March is packed and dropped."""
    times = [APRIL_25 - timedelta(days=30), APRIL_25]
    window = Window(MIDNIGHT_S - 40 * 86_400, MIDNIGHT_S)
    store_batch(database, owner.dashboard_id, window, make_batch(times, versions=["3", "4"]))
    compact(database, owner)
    drop_before(database, owner, datetime(2018, 4, 1, tzinfo=UTC))


def test_what_was_dropped_is_refused_by_name(database: Database, alice: Person) -> None:
    store_march_and_april(database, alice)
    for start in ("2018-03-01", "1970-01-01"):
        response = ask(
            alice.client, "export.get", alice.dashboard_id, query_string={"start_date": start}
        )
        assert response.status_code == 400
        assert json_of(response)["code"] == "calls_dropped"
        assert json_of(response)["fields"].keys() == {"start_date"}


def test_without_a_start_the_export_begins_with_what_is_kept(
    database: Database, alice: Person
) -> None:
    store_march_and_april(database, alice)
    assert [row["version"] for row in rows_of(alice)] == ["4"]
    assert [row["version"] for row in rows_of(alice, start_date="2018-04-01")] == ["4"]


def test_a_dashboard_is_shown_though_calls_were_dropped(database: Database, alice: Person) -> None:
    store_march_and_april(database, alice)
    shown = json_of(ask(alice.client, "dashboard.get", alice.dashboard_id))
    assert shown["calls_from"] == "2018-03-26T00:00:00.000001Z"
    assert shown["first_call_at"] == "2018-03-26T00:00:00Z"
    assert shown["aggregates"]["total_visits"] == 2
    assert shown["versions"] == ["3", "4"]
    assert ask(alice.client, "dashboard.list_all").status_code == 200


def test_an_export_that_is_read_gives_its_thread_back(
    app: Flask, database: Database, alice: Person
) -> None:
    store_day(database, alice)
    for _ in range(20):
        export_of(alice)
    ends_early = ask(alice.client, "export.get", alice.dashboard_id, buffered=False)
    ends_early.close()
    shares = app.extensions["pydash"].shares
    for pool in (shares.threads, shares.working, shares.streams):
        assert not pool._held


def test_an_export_that_fails_gives_its_thread_back(
    database: Database, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_day(database, alice)

    def fail(*_: object) -> None:
        raise NotFoundError("It was deleted.")

    monkeypatch.setattr(export, "_read_piece", fail)
    for _ in range(5):
        with pytest.raises(ConnectionResetError):
            ask(alice.client, "export.get", alice.dashboard_id)
