"""How long a stored text may be, and how many a column may have."""

from typing import Any

import pytest

from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.text_limits import MOST_TEXTS, cut
from pydash_app.measurements.vocabulary import Vocabulary

LIMITS: dict[str, Any] = {"most_texts": 4, "other_text": "(other)"}


def texts_of(vocabulary: Vocabulary, texts: list[str], **limits: Any) -> list[str]:
    """What texts are stored as."""
    codes = vocabulary.encode(TextColumn.encode(texts), **(limits or LIMITS))
    return [vocabulary.get_text(int(code)) for code in codes]


def test_a_dashboard_has_4096_endpoints_and_versions() -> None:
    assert (MOST_TEXTS["endpoint"], MOST_TEXTS["version"]) == (4096, 4096)


def test_as_many_texts_as_there_may_be_all_keep_their_names() -> None:
    assert texts_of(Vocabulary(), list("abcd")) == list("abcd")


def test_one_more_shares_a_name_with_all_that_come_later() -> None:
    vocabulary = Vocabulary()
    assert texts_of(vocabulary, list("abcde")) == ["a", "b", "c", "(other)", "(other)"]
    assert texts_of(vocabulary, ["a", "x", "c"]) == ["a", "(other)", "c"]
    assert len(vocabulary) == 4


def test_where_each_place_is_taken_the_common_name_is_one_more() -> None:
    vocabulary = Vocabulary()
    texts_of(vocabulary, list("abcd"))
    assert texts_of(vocabulary, list("efgd")) == ["(other)", "(other)", "(other)", "d"]
    assert texts_of(vocabulary, list("hd")) == ["(other)", "d"]
    assert vocabulary.list_texts() == ["a", "b", "c", "d", "(other)"]


def test_no_text_is_stored_whole_that_is_too_long() -> None:
    [stored] = texts_of(Vocabulary(), ["x" * 100_000])
    assert stored == cut("x" * 100_000)
    assert len(stored) == 1024


def test_a_text_that_was_cut_is_found_by_the_whole_one() -> None:
    vocabulary = Vocabulary()
    texts_of(vocabulary, ["short", "x" * 2000])
    assert vocabulary.find_codes(["x" * 2000]).tolist() == [1]
    assert vocabulary.find_codes([cut("x" * 2000), "x" * 2000]).tolist() == [1]


@pytest.mark.parametrize("text", ["\ud800" * 2000, "\0" * 1025, "́" * 1025])
def test_any_text_can_be_cut(text: str) -> None:
    assert len(cut(text)) == 1024
    assert cut(cut(text)) == cut(text)


def as_of_old(texts: list[str]) -> Vocabulary:
    """As an older PyDash left one."""
    vocabulary = Vocabulary()
    for code, text in enumerate(texts):
        vocabulary._codes[text] = code
        vocabulary._texts[code] = text
    del vocabulary._byte_count
    return vocabulary


def test_what_an_older_pydash_stored_keeps_its_code_and_its_name_until_calls_come() -> None:
    long = "x" * 9000
    vocabulary = as_of_old(["a", long])
    assert vocabulary.find_codes([long]).tolist() == [1]
    assert vocabulary.get_text(1) == long

    assert vocabulary.encode(TextColumn.encode(["b", cut(long)])).tolist() == [2, 1]

    assert vocabulary.list_texts() == ["a", cut(long), "b"]
    assert vocabulary.find_codes([long]).tolist() == [1]


def test_more_texts_than_there_may_be_stay_where_an_older_pydash_stored_them() -> None:
    vocabulary = as_of_old(list("abcdef"))
    assert texts_of(vocabulary, list("fgb")) == ["f", "(other)", "b"]
    assert vocabulary.list_texts() == [*"abcdef", "(other)"]


def test_the_bytes_of_an_older_pydashs_texts_are_counted_as_others_are() -> None:
    new = Vocabulary()
    new.encode(TextColumn.encode(["a", "é" * 10]))
    assert as_of_old(["a", "é" * 10]).byte_count == new.byte_count
