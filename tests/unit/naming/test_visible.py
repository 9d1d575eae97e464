"""One rule of what can be seen, at every door by which a name comes in."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.dashboard.inputs import check_name as check_dashboard_name
from pydash_app.errors import InvalidInputError
from pydash_app.naming import check_visible_name
from pydash_app.user.services.registration import check_name as check_user_name

UNSEEN = [
    "",
    " \t\u3000\u00a0",
    "a\u200bb",  # zero width
    "a\u200db",
    "a\u2060b",
    "a\ufeffb",
    "a\u00adb",
    "\u202eevil",  # direction
    "a\u2066b",
    "a\u061cb",
    "a\U000e0041b",  # tags
    "a\U000e0100b",  # variation selectors
    "a\ufe00b",
    "a\ufe0fb",
    "\u3164",  # Hangul fillers
    "a\u115fb",
    "a\u1160b",
    "a\uffa0b",
    "\u2800",  # blanks
    "a\u2800b",
    "a\u17b4b",
    "a\u180eb",
    "a\u034fb",
    "a\U0001d159b",
    "a\x00b",
    "a\x1bb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\ue000b",  # private
    "a\U000f0000b",
    "a\ufffeb",  # nobody's
    "a\u0378b",
    "a\ud800b",
    "\u0301",  # marks on nothing
    "\u0301 \u0302",
]
SEEN = [
    "a",
    "名前",
    "山田\u3000太郎",
    "שלום",
    "हिन्दी",
    "🦊",
    "❤️ shop",
    "👍🏽",
    "e\u0301" * 60,
    "- x -",
    "#1",
]

CheckName = Callable[[str], str]


@pytest.mark.parametrize("check", [check_user_name, check_dashboard_name])
@pytest.mark.parametrize("name", UNSEEN, ids=ascii)
def test_what_cannot_be_seen_names_nothing(check: CheckName, name: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check(name)
    assert list(caught.value.fields) == ["name"]


@pytest.mark.parametrize("check", [check_user_name, check_dashboard_name])
@pytest.mark.parametrize("name", SEEN)
def test_what_can_be_seen_is_a_name(check: CheckName, name: str) -> None:
    assert check(f" {name}\n") == unicodedata.normalize("NFC", name)


@given(st.text(max_size=300))
def test_both_doors_decide_alike(name: str) -> None:
    def decide(check: CheckName) -> bool:
        try:
            return bool(check(name))
        except InvalidInputError as error:
            return "at most" in error.message

    assert decide(check_user_name) == decide(check_dashboard_name) or len(name) > 64


def test_what_is_too_long_is_not_even_normalised() -> None:
    """Runs of marks take time that grows with their square."""
    with pytest.raises(InvalidInputError, match="at most 64"):
        check_visible_name("a" + "\u0315\u0300" * 5_000_000, empty="", longest=64)
