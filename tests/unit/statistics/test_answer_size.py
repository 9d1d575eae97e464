"""An answer names as many addresses and groups as fit, and says so where they don't."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.batch import TextColumn
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.vocabulary import Vocabulary
from pydash_app.measurements.window import Window
from pydash_app.statistics import answer_size
from pydash_app.statistics.answer_size import texts_of
from pydash_app.statistics.answering import answer
from pydash_app.statistics.per_version import averages_per_version_and
from pydash_app.statistics.query import Selection, StatisticQuery
from tests.factories import make_batch

BEGIN = datetime(2026, 11, 20, tzinfo=UTC)
NOW = BEGIN + timedelta(days=2)
BY_IP = StatisticQuery(statistic="visits_per_ip")


def make_stored(visitor_count: int) -> Measurements:
    stored = Measurements()
    window = Window(int(BEGIN.timestamp()) - 1, int(NOW.timestamp()))
    names = [f"10.0.{number >> 8}.{number & 255}" for number in range(visitor_count)]
    times = [BEGIN + timedelta(seconds=number) for number in range(visitor_count)]
    stored.append(window, make_batch(times, ips=names, groups=names))
    return stored


@pytest.mark.parametrize("visitor_count", [20, 30])
def test_an_answer_that_would_name_too_many_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, visitor_count: int
) -> None:
    monkeypatch.setattr(answer_size, "MOST_CHARACTERS", 900)
    stored = make_stored(visitor_count)
    if visitor_count == 20:
        assert len(answer(stored, BY_IP, now=NOW).value) == visitor_count
        averages = averages_per_version_and(stored, Selection(), "group_by", now=NOW)
        assert len(averages.value["1.0"]) == visitor_count
        return
    with pytest.raises(InvalidInputError, match=r"30 addresses or groups.*Choose less time") as by:
        answer(stored, BY_IP, now=NOW)
    assert by.value.code == "answer_too_large"
    for column in ("ip", "group_by"):
        with pytest.raises(InvalidInputError, match="30 addresses or groups"):
            averages_per_version_and(stored, Selection(), column, now=NOW)


def test_an_address_counts_in_each_slice_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = make_stored(20)
    monkeypatch.setattr(answer_size, "MOST_CHARACTERS", 900)
    by_day = StatisticQuery(
        statistic="visits_per_ip", timeslice="day", is_static=True, start_at=BEGIN, end_at=NOW
    )
    assert len(answer(stored, by_day, now=NOW).value["2026-11-20"]) == 20
    monkeypatch.setattr(answer_size, "MOST_CHARACTERS", 600)
    with pytest.raises(InvalidInputError):
        answer(stored, by_day, now=NOW)


def test_a_million_usual_addresses_fit() -> None:
    vocabulary = Vocabulary()
    vocabulary.encode(TextColumn.encode(["192.168.123.123"]))
    assert len(texts_of(vocabulary, np.zeros(1_000_000, np.int64))) == 1_000_000


def test_no_other_text_is_loaded_than_the_answer_names() -> None:
    vocabulary = Vocabulary()
    vocabulary.encode(TextColumn.encode(["a", "b", "c"]))
    del vocabulary._texts[1]  # asking for it would fail
    assert texts_of(vocabulary, np.array([2, 0, 2])).tolist() == ["c", "a", "c"]


def test_a_few_long_names_are_too_many_as_well() -> None:
    vocabulary = Vocabulary()
    vocabulary.encode(TextColumn.encode(["x" * 1024]))
    with pytest.raises(InvalidInputError, match="export the calls"):
        texts_of(vocabulary, np.zeros(60_000, np.int64))
