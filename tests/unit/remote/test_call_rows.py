import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS
from pydash_app.measurements.window import Window
from pydash_app.remote.call_rows import CallRow, parse_calls
from pydash_app.remote.signed_json import open_signed

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
    return parse_calls(open_signed(body, TOKEN, CallRow), window)


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
        with pytest.raises(BadRemoteDataError, match="outside"):
            parse([make_row(), make_row(time=as_fmd_writes(outside_us))], window)


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


@pytest.mark.parametrize("key", sorted(make_row()))
def test_a_missing_key_is_named(key: str) -> None:
    row = make_row()
    del row[key]
    with pytest.raises(BadRemoteDataError, match=f"`{key}`"):
        parse([make_row(), row])


@pytest.mark.parametrize("key", sorted(make_row()))
@pytest.mark.parametrize("value", [True, [], {}, [1], {"a": 1}])
def test_a_value_of_another_kind_is_refused(key: str, value: object) -> None:
    with pytest.raises(BadRemoteDataError, match=key):
        parse([make_row(), make_row(**{key: value})])


@pytest.mark.parametrize("key", sorted(set(make_row()) - {"group_by"}))
def test_null_is_refused_where_fmd_has_none(key: str) -> None:
    with pytest.raises(BadRemoteDataError):
        parse([make_row(**{key: None})])


@pytest.mark.parametrize("row", [None, 1, "row", [], [1, 2]])
def test_a_row_that_is_no_object_is_refused(row: object) -> None:
    with pytest.raises(BadRemoteDataError):
        parse([row])


@pytest.mark.parametrize("value", [1e308, -1e308, 3.5e38, 1e39])
def test_a_duration_that_can_not_be_kept_is_refused(value: float) -> None:
    with pytest.raises(BadRemoteDataError, match="beyond measure"):
        parse([make_row(execution_time=value)])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_duration_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(BadRemoteDataError, match="no JSON"):
        parse([make_row(execution_time=value)])


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
    "time",
    [
        "",
        "None",
        "NaT",
        "now",
        "today",
        "2026",
        "2026-11-23",
        "2026-11-23T19:36:16",
        "2026-11-23 19:36:16Z",
        "2026-11-23 19:36:16+01:00",
        "2026-11-23 19:36:16.",
        "2026-11-23 19:36:16.1234567",
        "2026-11-23 19:36:16\n",
        " 2026-11-23 19:36:16",
        "2026-11-23 19:36",
        "2026-02-30 10:00:00",
        "2026-13-01 10:00:00",
        "2026-11-23 24:00:01",
        "2026-11-23 19:36:60",
        "0000-00-00 00:00:00",
        "٢٠٢٦-11-23 19:36:16",
        "-2026-11-23 19:36:16",
    ],
)
def test_a_time_that_fmd_would_not_write_is_refused(time: str) -> None:
    with pytest.raises(BadRemoteDataError, match="'time'"):
        parse([make_row(), make_row(time=time)])
