"""What was copied is taken as it is meant."""

import pytest

from pydash_app.dashboard.inputs import check_token, list_tokens
from pydash_app.errors import InvalidInputError, InvalidUrlError
from pydash_app.pasted import clean_address, unwrap
from pydash_app.remote.pasted_url import MOST_CANDIDATES, list_candidates
from pydash_app.remote.remote_url import check_url

URL = "https://app.example.org/dashboard"
TOKEN = "a security code of 32 bytes or more"
UNSEEN = (
    " ", "\n", "\r\n", "\t", "\xa0", "\u200b", "\ufeff", "\u2060", "\xad", "\u200e", "\u200f",
    "\u202a", "\u202e", "\u2066", "\u2069", "\u061c", "\u3000", "\u2028", "\u200d", "\u180e",
)  # fmt: skip
AROUND = (
    ("'", "'"), ('"', '"'), ("`", "`"), ("<", ">"), ("\u201c", "\u201d"), ("\u201e", "\u201c"),
    ("\u2018", "\u2019"), ("\xab", "\xbb"), ("\xbb", "\xab"), ("(", ")"), (" \u200b'", "'\n"),
)  # fmt: skip


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_what_can_not_be_seen_around_an_address_or_a_token_is_left_out(unseen: str) -> None:
    assert check_url(f"{unseen}{URL}{unseen}{unseen}") == URL
    assert check_token(f"{unseen}{unseen}{TOKEN}{unseen}") == TOKEN


@pytest.mark.parametrize("unseen", [one for one in UNSEEN if one not in " \xa0\u3000"], ids=ascii)
def test_what_can_not_be_seen_within_an_address_is_left_out(unseen: str) -> None:
    assert check_url(f"https://app.exam{unseen}ple.org/dash{unseen}board") == URL


@pytest.mark.parametrize("unseen", [one for one in UNSEEN if one != " "], ids=ascii)
def test_what_can_not_be_seen_within_a_token_is_named(unseen: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        check_token(f"abcde{unseen}fgh")
    assert f"character 6 is U+{ord(unseen[0]):04X}" in refusal.value.message


@pytest.mark.parametrize(("before", "after"), AROUND, ids=ascii)
def test_quotation_marks_and_brackets_around_are_left_out(before: str, after: str) -> None:
    assert check_url(f"{before}{URL}{after}") == URL
    assert unwrap(f"{before}{TOKEN}{after}") == TOKEN
    assert list_tokens(f"{before}{TOKEN}{after}")[0] == TOKEN


@pytest.mark.parametrize(
    "end", [".", ",", ";", ":", "!", ")", ">", "'", "\u201d.", "...", ").", "\u2026"]
)
def test_what_ends_a_sentence_is_no_part_of_an_address(end: str) -> None:
    assert check_url(URL + end) == URL


@pytest.mark.parametrize(
    "url", [f"{URL}/(a)", "http://[::1]", "http://localhost./d", f"{URL}/a.b"]
)
def test_what_may_be_part_of_an_address_stays(url: str) -> None:
    assert clean_address(url) == url


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n"])
def test_a_token_of_nothing_is_no_token(text: str) -> None:
    with pytest.raises(InvalidInputError, match="Give the security code"):
        check_token(text)


def test_marks_that_may_belong_to_a_token_are_tried_as_well() -> None:
    assert list_tokens("'abc'") == ["abc", "'abc'"]
    assert list_tokens("SECURITY_TOKEN = 'abc'")[0] == "abc"
    assert list_tokens("dashboard.config.security_token=abc")[0] == "abc"
    assert list_tokens("abc") == ["abc"]
    assert list_tokens("''") == ["''"]


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}/overview",
        f"{URL}/login",
        f"{URL}/login?next=%2Fdashboard%2F#x",
        f"{URL}/#!/overview",
        f"{URL}/endpoint/12/hourly_load",
        f"{URL}/endpoint/12/versions_user/?x=y",
        f"{URL}/measurements/hourly_load#2026",
        f"{URL}//overview/",
        "https://app.example.org",
        "https://app.example.org/",
        "https://app.example.org/shop/cart",
    ],
)
def test_the_address_of_a_page_leads_to_its_dashboard(url: str) -> None:
    found = list_candidates(url)
    assert URL in found
    assert found[0] == check_url(url)
    assert len(found) == len(set(found)) <= MOST_CANDIDATES


def test_an_address_that_is_right_is_tried_first_and_those_above_it_next() -> None:
    assert list_candidates("https://app.example.org/a/dashboard")[:3] == [
        "https://app.example.org/a/dashboard",
        "https://app.example.org/a",
        "https://app.example.org",
    ]


@pytest.mark.parametrize(
    "text", ["app.example.org/dashboard", "localhost:5000/dashboard", "[::1]"]
)
def test_without_a_scheme_https_is_tried_before_http(text: str) -> None:
    if text.startswith("["):
        with pytest.raises(InvalidUrlError):
            list_candidates(text)
        return
    schemes = [url.partition(":")[0] for url in list_candidates(text)]
    assert schemes == sorted(schemes, reverse=True)
    assert set(schemes) == {"http", "https"}


@pytest.mark.parametrize(
    "text",
    [
        "ftp://app.example.org/",
        "javascript:alert(1)",
        "mailto:a@b.org",
        "/dashboard",
        "",
        "dashboard",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidUrlError):
        list_candidates(text)
