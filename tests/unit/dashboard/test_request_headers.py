"""Which request headers an owner may have sent to their app."""

import pytest

from pydash_app.dashboard.request_headers import (
    LONGEST_HEADER_NAME_CHARACTERS,
    LONGEST_HEADER_VALUE_CHARACTERS,
    MOST_HEADERS,
    GivenHeader,
    check_headers,
    parse_header,
)
from pydash_app.errors import InvalidInputError


def refuse(*given: GivenHeader) -> str:
    with pytest.raises(InvalidInputError) as refusal:
        check_headers(given)
    assert refusal.value.fields == {"headers": refusal.value.message}
    return refusal.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Basic YWRhOmxvdmVsYWNl"),
        ("X-Api-Key", "x"),
        ("CF-Access-Client-Secret", "0123abcd"),
        ("cookie", "session=1; other=2"),
        ("User-Agent", "a gateway's favourite"),
        ("x", "!"),
        ("X" * LONGEST_HEADER_NAME_CHARACTERS, "v" * LONGEST_HEADER_VALUE_CHARACTERS),
    ],
)
def test_headers_that_gateways_want_are_kept_as_given(name: str, value: str) -> None:
    assert check_headers([GivenHeader(name, value)]) == ((name, value),)


@pytest.mark.parametrize(
    "name",
    [
        *("Host", "host", "HOST", "Connection", "Content-Length", "content_length"),
        *("Transfer-Encoding", "Transfer_Encoding", "TE", "Upgrade", "Expect", "Trailer"),
        *("Content-Type", "Proxy-Authorization", "Proxy-Connection", "Accept-Encoding"),
        *("Range", "If-None-Match", "Sec-Fetch-Site", "Fmd-Export-Proof", "Metadata-Flavor"),
        "X-aws-ec2-metadata-token",
    ],
)
def test_what_belongs_to_http_or_to_pydash_is_refused(name: str) -> None:
    assert "Leave it out" in refuse(GivenHeader(name, "x"))


@pytest.mark.parametrize(
    "name", ["", " ", "X Key", "X:Key", "X\r\nHost", "Schlüssel", "X\u200bKey", "X\x00Key", "(x)"]
)
def test_a_name_that_http_does_not_know_is_refused(name: str) -> None:
    assert "letters, digits and dashes" in refuse(GivenHeader(name, "x"))


@pytest.mark.parametrize(
    "value",
    [
        *("a\r\nHost: elsewhere", "a\nb", "a\rb", "a\x00b", "a\tb", "a\x7fb", "a\u200bb"),
        *("naïve", "a\u2028b", "a\xa0b", "\ud800x\ud800y"),
    ],
)
def test_a_value_with_line_breaks_or_unseen_characters_is_refused(value: str) -> None:
    message = refuse(GivenHeader("X-Key", value))
    assert "can't carry" in message
    assert value not in message


@pytest.mark.parametrize("around", [" ", "\n", "\r\n", "\u200b", "\ufeff", "\u2060", "\xa0"])
def test_what_can_not_be_seen_around_a_header_is_cut_off(around: str) -> None:
    given = GivenHeader(f"{around}X-Key{around}", f"{around}a b{around}")
    assert check_headers([given]) == (("X-Key", "a b"),)


def test_a_colon_after_the_name_is_cut_off() -> None:
    assert check_headers([GivenHeader("X-Key:", "v")]) == (("X-Key", "v"),)


def test_there_are_five_at_most() -> None:
    many = [GivenHeader(f"X-{number}", "v") for number in range(MOST_HEADERS + 1)]
    assert len(check_headers(many[:-1])) == MOST_HEADERS
    assert f"at most {MOST_HEADERS}" in refuse(*many)


@pytest.mark.parametrize("again", ["X-Key", "x-key", "X_Key"])
def test_a_header_is_given_once_however_it_is_written(again: str) -> None:
    assert "once" in refuse(GivenHeader("X-Key", "a"), GivenHeader(again, "b"))


def test_a_header_that_is_too_long_is_refused_without_repeating_it() -> None:
    value = "v" * (LONGEST_HEADER_VALUE_CHARACTERS + 1)
    assert value not in refuse(GivenHeader("X-Key", value))
    name = "n" * (LONGEST_HEADER_NAME_CHARACTERS + 1)
    assert name not in refuse(GivenHeader(name, "v"))


def test_a_header_without_value_keeps_the_stored_one() -> None:
    assert check_headers([GivenHeader("X-KEY")], {"x-key": "old"}) == (("X-KEY", "old"),)
    assert "value of the request header X-Key" in refuse(GivenHeader("X-Key"))


def test_a_line_is_read_as_a_header() -> None:
    assert parse_header("X-Key: a:b") == GivenHeader("X-Key", " a:b")
    with pytest.raises(InvalidInputError, match="Name: value"):
        parse_header("X-Key a")


def test_no_value_is_shown_by_accident() -> None:
    assert "secret" not in repr(GivenHeader("X-Key", "secret"))
