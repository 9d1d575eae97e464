import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.vocabulary import Vocabulary

TEXTS = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(["None", "", "É", "E\u0301"])))


@given(st.lists(TEXTS, max_size=5))
def test_every_text_comes_back_from_its_code(batches: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    coded = [vocabulary.encode(TextColumn.encode(texts)) for texts in batches]
    for texts, codes in zip(batches, coded, strict=True):
        assert [vocabulary.get_text(int(code)) for code in codes] == texts
    seen = list(dict.fromkeys(text for texts in batches for text in texts))
    assert vocabulary.list_texts() == seen
    assert len(vocabulary) == len(seen)


def test_codes_never_change() -> None:
    vocabulary = Vocabulary()
    vocabulary.encode(TextColumn.encode(["b", "a"]))
    assert vocabulary.encode(TextColumn.encode(["c", "a", "b"])).tolist() == [2, 1, 0]


def test_asking_for_an_unknown_text_teaches_nothing() -> None:
    vocabulary = Vocabulary()
    vocabulary.encode(TextColumn.encode(["a"]))
    assert vocabulary.find_codes(["a", "b"]).tolist() == [0]
    assert vocabulary.find_codes([]).dtype == np.uint32
    assert vocabulary.list_texts() == ["a"]


def test_a_code_that_was_never_given_has_no_text() -> None:
    with pytest.raises(KeyError):
        Vocabulary().get_text(0)
