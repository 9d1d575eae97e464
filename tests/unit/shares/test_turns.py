"""Whose turn it is, and who must leave."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pydash_app.shares.turns import Path, choose_last, choose_next, prefixes_of

paths = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple), min_size=1, max_size=12
)


def order_of(waiting: Sequence[Path]) -> list[Path]:
    """In which order they are served when nobody else comes."""
    line = list(waiting)
    turns: dict[Path, int] = {}
    served = []
    for turn in range(1, len(line) + 1):
        path = line.pop(choose_next(line, turns))
        turns |= dict.fromkeys(prefixes_of(path), turn)
        served.append(path)
    return served


def test_whoever_came_first_is_first() -> None:
    assert order_of([("a",), ("b",), ("c",)]) == [("a",), ("b",), ("c",)]


def test_one_who_waits_is_next_however_many_another_has_in_line() -> None:
    assert order_of([("a",)] * 5 + [("b",)]) == [("a",), ("b",), *[("a",)] * 4]


def test_many_branches_of_one_network_have_one_turn_together() -> None:
    flood = [("net", str(number)) for number in range(6)]
    assert order_of([*flood, ("home", "1"), ("home", "2")])[:4] == [
        ("net", "0"),
        ("home", "1"),
        ("net", "1"),
        ("home", "2"),
    ]


def test_branches_of_a_network_take_turns_among_themselves() -> None:
    line = [("net", "a")] * 3 + [("net", "b")]
    assert order_of(line) == [("net", "a"), ("net", "b"), ("net", "a"), ("net", "a")]


def test_the_last_of_those_who_have_most_in_line_leaves() -> None:
    assert choose_last([("a",), ("b",), ("a",), ("a",), ("b",), ("c",)]) == 3
    assert choose_last([("net", "a"), ("net", "b"), ("net", "b"), ("home", "c")]) == 2


def test_among_equals_the_last_to_come_leaves() -> None:
    assert choose_last([("a",), ("b",), ("c",)]) == 2


@given(paths)
def test_everybody_is_served_once(waiting: list[Path]) -> None:
    assert Counter(order_of(waiting)) == Counter(waiting)


@given(paths)
def test_nobody_has_a_second_turn_before_all_others_had_one(waiting: list[Path]) -> None:
    owners = [path[0] for path in order_of(waiting)]
    different = len(set(owners))
    assert len(set(owners[:different])) == different
