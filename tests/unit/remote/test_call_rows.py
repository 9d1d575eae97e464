import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.errors import AnswerTooLargeError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS
from pydash_app.measurements.window import Window
from pydash_app.remote.call_rows import CallRow, parse_calls
from pydash_app.remote.loose_rows import MOST_LOOSE
from pydash_app.remote.signed_json import open_signed
from pydash_app.remote.window_rows import NAMES_OF_1, loosen

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOKEN = "a security code of 32 bytes or more"
WINDOW = Window(1_795_000_000, 1_796_000_000)


def make_row(**overrides: Any) -> dict[str, Any]:
    row = {
        "endpoint": "items",
        "execution_time": 9.307861328125,
        "group_by": "u2",
        "ip": "127.0.0.1",
        "time": "2026-11-23 19:36:16.992189",
        "version": "2.0",
    }
    return row | overrides


def parse(rows: list[Any], window: Window = WINDOW) -> CallBatch:
    """Read rows just as they come from a remote."""
    body = jwt.encode({"data": json.dumps(rows)}, TOKEN, "HS256").encode()
    read = open_signed(
        body, TOKEN, CallRow, lambda value, n: loosen(value, NAMES_OF_1, n, "of the answer")
    )
    return parse_calls(read, window)


def flaws_of(batch: CallBatch) -> list[tuple[str, str, bool]]:
    """Column, reason, and whether the call is kept."""
    return [(flaw.column, flaw.reason, flaw.call is not None) for flaw in batch.flaws]


def as_fmd_writes(instant_us: int) -> str:
    return str((EPOCH + timedelta(microseconds=instant_us)).replace(tzinfo=None))


rows_and_instants = st.lists(
    st.tuples(
        st.builds(
            make_row,
            endpoint=st.text(),
            version=st.text(),
            ip=st.text(),
            group_by=st.text(),
            execution_time=st.floats(-1e38, 1e38) | st.integers(-(2**63), 2**64 - 1),
        ),
        st.integers(WINDOW.after_s * 1_000_000 + 1, WINDOW.until_s * 1_000_000)
        | st.integers(WINDOW.after_s + 1, WINDOW.until_s).map(lambda second: second * 1_000_000),
    )
)


@given(rows_and_instants)
def test_every_row_becomes_one_call_and_nothing_of_it_is_lost(
    drawn: list[tuple[dict[str, Any], int]],
) -> None:
    batch = parse([row | {"time": as_fmd_writes(at)} for row, at in drawn])
    expected = sorted(drawn, key=lambda pair: pair[1])  # stable: ties keep their order
    assert batch.called_at_us.tolist() == [at for _, at in expected]
    durations = np.array([row["execution_time"] for row, _ in expected], np.float64)
    assert batch.duration_ms.tolist() == durations.astype(np.float32).tolist()
    for name in ("endpoint", "version", "ip", "group_by"):
        column = batch.text_column(name)
        texts = [column.texts[code] for code in column.codes]
        assert texts == [row[name] for row, _ in expected]


def test_a_time_without_fraction_is_a_whole_second() -> None:
    batch = parse([make_row(time="2026-11-23 19:36:16")])
    assert batch.called_at_us.tolist() == [
        int(datetime(2026, 11, 23, 19, 36, 16, tzinfo=UTC).timestamp()) * 1_000_000
    ]


def test_the_window_holds_its_end_and_not_its_start() -> None:
    window = Window(WINDOW.after_s, WINDOW.after_s + 10)
    at_end = make_row(time=as_fmd_writes(window.until_s * 1_000_000))
    assert len(parse([at_end], window)) == 1
    for outside_us in (window.after_s * 1_000_000, window.until_s * 1_000_000 + 1):
        batch = parse([at_end, make_row(time=as_fmd_writes(outside_us))], window)
        assert len(batch) == 1
        assert flaws_of(batch) == [("time", "outside", False)]


def test_no_rows_are_no_calls() -> None:
    assert len(parse([])) == 0


def test_the_text_none_is_a_value_and_so_is_a_text_with_a_nul() -> None:
    batch = parse([make_row(group_by="None", ip="None", endpoint="a\x00b")])
    assert batch.group_by.texts == ("None",)
    assert batch.ip.texts == ("None",)
    assert batch.endpoint.texts == ("a\x00b",)


def test_a_group_that_is_null_reads_as_fmd_shows_it() -> None:
    batch = parse([make_row(group_by=None), make_row(group_by="ada")])
    assert batch.group_by.texts == ("None", "ada")


def test_further_keys_are_ignored() -> None:
    assert len(parse([make_row(status_code=200)])) == 1


COLUMN_OF = {"execution_time": "duration"}
TEXTS = ("endpoint", "version", "ip", "group_by")


def column_of(key: str) -> str:
    return COLUMN_OF.get(key, key)


@pytest.mark.parametrize("key", sorted(make_row()))
def test_a_missing_key_costs_the_call_only_where_it_is_none_without(key: str) -> None:
    row = make_row()
    del row[key]
    batch = parse([make_row(), row, make_row()])
    assert len(batch) == (3 if key in TEXTS else 2)
    assert flaws_of(batch) == [(column_of(key), "missing", key in TEXTS)]


@pytest.mark.parametrize("key", sorted(make_row()))
@pytest.mark.parametrize("value", [True, False, [], {}, [1], {"a": 1}])
def test_a_value_of_another_kind_is_left_out_and_named(key: str, value: object) -> None:
    batch = parse([make_row(), make_row(**{key: value}), make_row()])
    assert len(batch) == (3 if key in TEXTS else 2)
    assert flaws_of(batch) == [(column_of(key), "unreadable", key in TEXTS)]
    if key in TEXTS:
        assert "None" in batch.text_column(key).texts


@pytest.mark.parametrize("key", sorted(set(make_row()) - {"group_by"}))
def test_null_is_missing_where_fmd_has_none(key: str) -> None:
    batch = parse([make_row(), make_row(**{key: None})])
    expected = [] if key == "version" else [(column_of(key), "missing", key in TEXTS)]
    assert (len(batch), flaws_of(batch)) == (2 if key in TEXTS else 1, expected)


@pytest.mark.parametrize("row", [None, 1, "row", [], [1, 2], {}, {"more": 1}, True])
def test_what_is_no_row_is_left_out_and_named(row: object) -> None:
    batch = parse([make_row(), row, make_row()])
    assert len(batch) == 2
    [flaw] = batch.flaws
    assert (flaw.place, flaw.column, flaw.reason) == ("row 2 of the answer", "row", "not_a_row")


@pytest.mark.parametrize("value", [1e308, -1e308, 3.5e38, 1e39, 2**130, 10**400, -(10**400)])
def test_a_duration_that_can_not_be_kept_is_left_out(value: float) -> None:
    text = json.dumps([make_row(), make_row(execution_time=value)])
    batch = parse_text(text)
    assert (len(batch), flaws_of(batch)) == (1, [("duration", "out_of_range", False)])


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "unreadable"),
        (float("inf"), "out_of_range"),
        (-float("inf"), "out_of_range"),
        ("fast", "unreadable"),
        ("1_000", "unreadable"),
        ("nan", "unreadable"),
        ("", "missing"),
        ("None", "missing"),
        ("9" * 5000, "unreadable"),
    ],
)
def test_a_duration_that_is_no_number_is_left_out(value: object, reason: str) -> None:
    batch = parse([make_row(execution_time=value), make_row()])
    assert (len(batch), flaws_of(batch)) == (1, [("duration", reason, False)])


@pytest.mark.parametrize("value", ["9.5", "+95e-1", "9.500"])
def test_a_duration_that_is_written_as_a_text_is_read_and_named(value: str) -> None:
    batch = parse([make_row(execution_time=value)])
    assert batch.duration_ms.tolist() == [9.5]
    assert flaws_of(batch) == [("duration", "converted", True)]


@pytest.mark.parametrize("key", TEXTS)
def test_a_number_in_a_column_of_texts_is_read_and_named(key: str) -> None:
    batch = parse([make_row(**{key: 7}), make_row(**{key: 2**70})])
    assert sorted(batch.text_column(key).texts) == sorted(["7", str(float(2**70))])
    assert flaws_of(batch) == [(key, "converted", True)] * 2


@pytest.mark.parametrize("key", TEXTS)
def test_half_a_character_is_replaced_and_named(key: str) -> None:
    batch = parse([make_row(**{key: "a\ud800b"}), make_row(**{key: "😀"})])
    assert sorted(batch.text_column(key).texts) == ["a\ufffdb", "😀"]
    assert flaws_of(batch) == [(key, "replaced", True)]


def parse_text(text: str) -> CallBatch:
    """Read rows as they are written, also numbers of any length."""
    body = jwt.encode({"data": text}, TOKEN, "HS256").encode()
    read = open_signed(body, TOKEN, CallRow, lambda value, n: loosen(value, NAMES_OF_1, n, ""))
    return parse_calls(read, WINDOW)


def test_a_row_that_is_wrong_in_two_ways_is_named_once_where_it_is_left_out() -> None:
    batch = parse([make_row(time="soon", execution_time="fast", ip=[])])
    assert (len(batch), flaws_of(batch)) == (0, [("time", "unreadable", False)])


def test_a_call_that_is_kept_is_named_for_each_of_its_columns() -> None:
    batch = parse([make_row(ip=[], version=7, group_by="x" * 2000)])
    assert sorted(flaws_of(batch)) == [
        ("group_by", "cut", True),
        ("ip", "unreadable", True),
        ("version", "converted", True),
    ]


def test_the_same_row_has_the_same_key_and_another_has_another() -> None:
    bad = [make_row(execution_time="fast"), make_row(execution_time="slow")]
    one, other = (parse(rows).flaws for rows in (bad, bad[::-1]))
    assert {flaw.row_key for flaw in one} == {flaw.row_key for flaw in other}
    assert len({flaw.row_key for flaw in one}) == 2


def test_an_answer_of_very_many_bad_rows_is_too_much_at_once() -> None:
    sound = json.dumps(make_row())
    assert len(parse_text(f"[{'[],' * MOST_LOOSE}{sound}]")) == 1
    with pytest.raises(AnswerTooLargeError, match="asks for fewer"):
        parse_text(f"[{'[],' * (MOST_LOOSE + 1)}{sound}]")


def test_a_negative_duration_is_one_of_a_clock_that_was_set_back() -> None:
    assert parse([make_row(execution_time=-3.5)]).duration_ms.tolist() == [-3.5]


@pytest.mark.parametrize("key", ["endpoint", "version", "ip", "group_by"])
def test_a_text_of_1024_characters_is_kept_and_a_longer_one_cut_with_a_mark(key: str) -> None:
    longest = "é" * 1024
    batch = parse([make_row(**{key: longest})])
    assert batch.text_column(key).texts == (longest,)
    assert batch.flaws == ()

    batch = parse([make_row(), make_row(**{key: longest + "x"})])

    [_, text] = batch.text_column(key).texts
    assert len(text) == LONGEST_TEXT_CHARACTERS == 1024
    assert re.fullmatch(r"é{1000}… \[cut [0-9a-f]{16}\]", text)
    [flaw] = batch.flaws
    assert (flaw.column, flaw.reason, flaw.call) == (key, "cut", 1)
    assert flaw.place == "the call of 2026-11-23 19:36:16.992189"


def test_two_long_texts_that_begin_alike_stay_two_and_one_stays_one() -> None:
    names = ["x" * 1024 + end for end in ("a", "b", "a")]
    column = parse([make_row(endpoint=name) for name in names]).endpoint
    assert column.codes.tolist() == [0, 1, 0]


def test_a_flaw_goes_with_its_call_wherever_it_stands() -> None:
    early, late = "2026-11-23 19:36:15", "2026-11-23 19:36:17"
    long = make_row(time=early, group_by="x" * 5000)
    batch = parse([make_row(time=late), long])
    assert [flaw.call for flaw in batch.flaws] == [0]
    until_s = int(batch.called_at_us[0]) // 1_000_000
    assert batch.within(Window(until_s, until_s + 9)).flaws == ()
    assert batch.within(Window(until_s - 1, until_s)).flaws == batch.flaws


def test_no_length_of_a_text_takes_time_that_grows_faster_than_it() -> None:
    batch = parse([make_row(ip="\ud83d\ude00" * 1_000_000), make_row(ip="\u0315\u0300" * 100_000)])
    assert [len(text) for text in batch.ip.texts] == [1024, 1024]


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("", "missing"),
        ("None", "missing"),
        ("NaT", "unreadable"),
        ("now", "unreadable"),
        ("2026", "unreadable"),
        ("2026-11-23", "unreadable"),
        ("2026-11-23 19:36:16.", "unreadable"),
        ("2026-11-23 24:00:01", "unreadable"),
        ("2026-11-23 19:36:60", "unreadable"),
        ("2026-02-30 10:00:00", "unreadable"),
        ("2026-13-01 10:00:00", "unreadable"),
        ("0000-00-00 00:00:00", "out_of_range"),
        ("0001-01-01 00:00:00", "out_of_range"),
        ("0001-01-01 00:00:00+14:00", "out_of_range"),
        ("1969-12-31 23:59:59.999999", "out_of_range"),
        ("3000-01-01 00:00:00", "out_of_range"),
        ("9999-12-31 23:59:59.999999", "out_of_range"),
        ("9999-12-31 23:59:59-12:00", "out_of_range"),
        ("٢٠٢٦-11-23 19:36:16", "unreadable"),
        ("-2026-11-23 19:36:16", "unreadable"),
        ("2026-11-23 19:36:16\x00", "unreadable"),
        ("\ud800", "unreadable"),
        (1_795_462_576, "unreadable"),
        (2**80, "unreadable"),
        (1.5, "unreadable"),
    ],
)
def test_a_time_that_can_not_be_read_costs_its_call_and_no_other(
    time: object, reason: str
) -> None:
    batch = parse([make_row(), make_row(time=time), make_row()])
    assert (len(batch), flaws_of(batch)) == (2, [("time", reason, False)])
    place = batch.flaws[0].place
    assert place.isascii()
    assert place.startswith(("the call of ", "row 2 ", "a call without a time"))


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-23T19:36:16",
        "2026-11-23t19:36:16z",
        "2026-11-23 19:36:16Z",
        "2026-11-23 20:36:16+01:00",
        "2026-11-23 20:36:16+01",
        "2026-11-23 18:36:16 -0100",
        "2026-11-23 19:36:16.000000000",
        "2026-11-23 19:36:16,0",
        "2026-11-23 19:36:16\n",
        " 2026-11-23 19:36:16",
    ],
)
def test_an_instant_that_others_would_write_so_is_read_and_named(time: str) -> None:
    batch = parse([make_row(time=time)])
    assert batch.called_at_us.tolist() == [1_795_462_576 * 1_000_000]
    assert flaws_of(batch) == [("time", "converted", True)]
