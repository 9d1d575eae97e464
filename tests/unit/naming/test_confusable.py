"""Names that look alike have one skeleton."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.naming import make_skeleton
from pydash_app.user.looks import list_looks

ALIKE = [
    ("alice", "\u0430lice"),  # Cyrillic
    ("alice", "\u0430l\u0456\u0441\u0435"),
    ("alice", "\u03b1lice"),  # Greek
    ("alice", "\U0001d41a\U0001d425\U0001d422\U0001d41c\U0001d41e"),  # mathematical
    ("alice", "a1ice"),
    ("alice", "a|ice"),
    ("alice", "aIice"),
    ("alice", "\u0410LICE"),
    ("ALICE", "\u0391\u0406ice"),
    ("alice", "al\u0131ce"),
    ("alice", "ali\u200bce"),
    ("modern", "modem"),
    ("bob", "B0B"),
    ("scope", "\u0455\u0441\u043e\u0440\u0435"),
    ("a b", "a\u00a0 b"),
    ("o\u2019neil", "o\u02bcneil"),
]


@pytest.mark.parametrize(("name", "double"), ALIKE, ids=ascii)
def test_names_that_look_alike_share_a_look(name: str, double: str) -> None:
    assert list_looks(name) & list_looks(double)


@pytest.mark.parametrize(
    ("name", "other"),
    [("alice", "alicia"), ("jos\u00e9", "jose"), ("anna", "hanna"), ("名前", "名")],
)
def test_names_that_differ_do_not(name: str, other: str) -> None:
    assert not list_looks(name) & list_looks(other)


@pytest.mark.parametrize(
    ("text", "skeleton"),
    [
        ("\u0440\u0430\u0443\u0440\u0430l", "paypal"),  # UTS #39, section 4
        ("\u212b", "A\u030a"),
        ("\u01c9", "lj"),
        ("\u2571", "/"),
    ],
)
def test_skeletons_are_unicodes(text: str, skeleton: str) -> None:
    assert make_skeleton(text) == skeleton


@given(st.text(max_size=20))
def test_a_skeleton_is_its_own(text: str) -> None:
    once = make_skeleton(text)
    assert make_skeleton(once) == once
    assert make_skeleton(unicodedata.normalize("NFC", text)) == once


def test_the_longest_name_of_the_widest_characters_has_a_look() -> None:
    assert list_looks("\ufdfa" * 64)
