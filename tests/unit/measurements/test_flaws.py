"""The log of what could not be kept: counted to the last one, named up to a bound."""

import pytest

from pydash_app.measurements.flaws import MOST_NAMED, Flaw, FlawLog


def lost(number: int, key: int | None = None) -> Flaw:
    return Flaw(f"row {number}", "time", "missing", None, number if key is None else key)


def kept(number: int) -> Flaw:
    return Flaw(f"row {number}", "group_by", "cut", number)


def test_all_are_counted_and_the_latest_are_named_newest_first() -> None:
    log = FlawLog()
    log.note([lost(number) for number in range(1500)], {})
    log.note([lost(number) for number in range(1500, 3000)], {"ip": 7})
    assert log.counts == {("time", "missing"): 3000, ("ip", "other"): 7}
    assert [flaw.place for flaw in log.list_latest()] == [
        f"row {number}" for number in range(3000 - MOST_NAMED, 3000)
    ]
    assert [flaw.place for flaw in log.list_before(None, 2)] == ["row 2999", "row 2998"]


def test_many_at_once_leave_the_latest_of_them() -> None:
    log = FlawLog()
    log.note([lost(number) for number in range(5000)], {})
    assert [flaw.number for flaw in log.list_latest()] == list(range(3000, 5000))


def test_pages_follow_one_another_whatever_is_noted_meanwhile() -> None:
    log = FlawLog()
    log.note([lost(number) for number in range(5)], {})
    first = log.list_before(None, 2)
    log.note([lost(5)], {})
    rest = log.list_before(first[-1].number, 9)
    assert [flaw.place for flaw in (*first, *rest)] == [f"row {n}" for n in (4, 3, 2, 1, 0)]


def test_it_says_whether_the_call_is_kept() -> None:
    log = FlawLog()
    log.note([kept(0), lost(1)], {})
    assert [flaw.is_call_kept for flaw in log.list_latest()] == [True, False]


def test_what_an_older_pydash_noted_can_still_be_listed() -> None:
    log = FlawLog()
    log._latest[0] = ("row 1", "group_by", "cut")
    [flaw] = log.list_latest()
    assert (flaw.place, flaw.is_call_kept) == ("row 1", True)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_row_that_became_no_call_counts_once_however_often_it_is_read_again(turns: int) -> None:
    log = FlawLog()
    log.note([lost(1), lost(2)], {})
    for _ in range(turns):
        log.note([lost(1), lost(2), lost(3)], {}, is_compared=True)
    assert log.counts == {("time", "missing"): 3}
    assert [flaw.place for flaw in log.list_latest()] == ["row 1", "row 2", "row 3"]


def test_two_rows_that_are_alike_are_two_also_when_they_are_read_again() -> None:
    log = FlawLog()
    log.note([lost(1, key=9), lost(2, key=9)], {})
    log.note([lost(1, key=9), lost(2, key=9), lost(3, key=9)], {}, is_compared=True)
    assert log.counts == {("time", "missing"): 3}


def test_what_is_fetched_for_the_first_time_is_new_though_it_looks_like_what_was() -> None:
    log = FlawLog()
    log.note([lost(1, key=9)], {})
    log.note([lost(1, key=9)], {})
    assert log.counts == {("time", "missing"): 2}
