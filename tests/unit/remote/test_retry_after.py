"""How long an app asks to be left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pydash_app.remote.retry_after import LONGEST_WAIT_S, in_words, parse_retry_after

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def date(**later: int) -> str:
    return format_datetime(NOW + timedelta(**later), usegmt=True)


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("3600", 3600),
        ("3601", LONGEST_WAIT_S),
        ("9" * 5000, LONGEST_WAIT_S),
        (date(minutes=5), 300),
        (date(days=5), LONGEST_WAIT_S),
        ("Mon, 30 Nov 2026 12:00:30 +0000", 30),
        ("Monday, 30-Nov-26 12:01:00 GMT", 60),
        ("Mon Nov 30 12:01:00 2026", 60),
    ],
)
def test_seconds_and_dates_are_heeded_up_to_an_hour(header: str, wait_s: int) -> None:
    assert parse_retry_after(header, None, NOW) == wait_s


@pytest.mark.parametrize(
    "header",
    [
        "",
        "0",
        "-1",
        "1.5",
        "soon",
        "١٢٠",
        "²",
        "1e3",
        "0x10",
        "nan",
        date(seconds=0),
        date(days=-1),
        "Mon, 99 Nov 2026 12:00:00 GMT",
        "Mon, 30 Nov 99999 12:00:00 GMT",
        "\x00",
        "12 34",
    ],
)
def test_what_says_nothing_usable_is_left_alone(header: str) -> None:
    assert parse_retry_after(header, None, NOW) is None


def test_a_date_is_meant_by_the_clock_that_wrote_it() -> None:
    theirs = NOW - timedelta(hours=3)
    header = format_datetime(theirs + timedelta(minutes=5), usegmt=True)
    assert parse_retry_after(header, theirs, NOW) == 300


def test_a_wait_is_said_in_words() -> None:
    assert [in_words(wait_s) for wait_s in (30, 119, 120, 121, 3600)] == [
        "30 seconds",
        "119 seconds",
        "2 minutes",
        "3 minutes",
        "60 minutes",
    ]
