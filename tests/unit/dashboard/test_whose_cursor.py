"""Which database a page is of: new ones, restored ones, and several that answer in turn."""

import itertools
import pickle
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from pydash_app.dashboard import repository
from pydash_app.dashboard.cursor import Cursor
from pydash_app.dashboard.cursors import MOST_CURSORS, Cursors
from pydash_app.dashboard.old_pages import Pages
from pydash_app.remote import Wire
from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import MakeWatch, Watch
from tests.unit.dashboard.scripted_pages import Rows, ScriptedPages
from tests.unit.dashboard.scripted_remote import ScriptedRemote

SECOND = timedelta(seconds=1)
AN_HOUR_S = 3600.0


@pytest.fixture(params=[False, True], ids=["announced", "older fmd_export"])
def pages(request: pytest.FixtureRequest, make_watch: MakeWatch) -> ScriptedPages:
    """An app with a database of 150 calls, the last a minute ago."""
    watch = make_watch(ScriptedRemote())
    pages = ScriptedPages({}, watch.clock, is_older=request.param)
    pages.add([watch.clock() - number * SECOND for number in range(1560, 60, -10)])
    watch.remote.pages = pages
    _put(watch, wire=Wire.EXPORT_1.value)
    pages.watch = watch  # type: ignore[attr-defined]
    return pages


@pytest.fixture
def watch(pages: ScriptedPages) -> Watch:
    watch: Watch = pages.watch  # type: ignore[attr-defined]
    return watch


def _put(watch: Watch, **attributes: object) -> None:
    """Set attributes of how far the fetching is."""

    def write(root: object) -> None:
        dashboard = repository.find(root, str(watch.dashboard_id))  # type: ignore[arg-type]
        assert dashboard is not None
        for name, value in attributes.items():
            setattr(dashboard.fetching, name, value)

    watch.database.write(write)


def rounds(watch: Watch, count: int = 1) -> None:
    """As many steady fetches with all that each brings along, an hour apart."""
    for _ in range(count):
        watch.clock.move(AN_HOUR_S)
        for _ in range(200):
            due_in_s = watch.fetch()
            if due_in_s >= 1800:
                break
            watch.clock.move(due_in_s)
        else:
            raise AssertionError("there is always something left")
        assert watch.view().error is None


def calls(*databases: Rows) -> list[int]:
    """The instants of the calls of databases, each call once."""
    return sorted({to_us(at) for rows in databases for at in rows.values()})


_numbers = itertools.count(1)


def fresh(watch: Watch, count: int, *, ago_s: float = 900, step_s: float = 7.0) -> list[datetime]:
    """Instants of calls lately, each like no other."""
    began_at = (watch.clock() - ago_s * SECOND).replace(microsecond=0)
    return [
        began_at + number * step_s * SECOND + timedelta(microseconds=next(_numbers))
        for number in range(count)
    ]


def codes(watch: Watch) -> set[str]:
    return {warning.code for warning in watch.view().warnings}


def test_a_new_database_is_read_from_its_beginning(watch: Watch, pages: ScriptedPages) -> None:
    rounds(watch)
    before = dict(pages.rows)
    pages.rows.clear()
    rounds(watch)  # an empty one answers
    watch.clock.move(1000)
    pages.add(fresh(watch, 230, step_s=3.5))  # more than the old one had
    rounds(watch, 2)
    assert watch.stored_us() == calls(before, pages.rows)
    assert "several_databases" not in codes(watch)


def test_a_restored_backup_goes_on(watch: Watch, pages: ScriptedPages) -> None:
    rounds(watch)
    backup = dict(pages.rows)
    pages.add(fresh(watch, 60, ago_s=400))
    rounds(watch)
    lost = dict(pages.rows)
    pages.rows.clear()
    pages.rows |= backup
    watch.clock.move(1000)
    pages.add(fresh(watch, 100))  # outgrows the cursor
    rounds(watch, 2)
    assert watch.stored_us() == calls(lost, pages.rows)
    pages.add(fresh(watch, 5))
    rounds(watch)
    assert watch.stored_us() == calls(lost, pages.rows)
    assert "several_databases" not in codes(watch)


def test_a_restored_backup_that_is_shorter_goes_on(watch: Watch, pages: ScriptedPages) -> None:
    rounds(watch)
    backup = dict(list(pages.rows.items())[:40])
    lost = dict(pages.rows)
    pages.rows.clear()
    pages.rows |= backup
    rounds(watch)
    watch.clock.move(1000)
    pages.add(fresh(watch, 3))
    rounds(watch, 2)
    assert watch.stored_us() == calls(lost, pages.rows)


def test_calls_of_the_future_in_a_backup_are_not_doubled(
    watch: Watch, pages: ScriptedPages
) -> None:
    pages.add([watch.clock() + timedelta(days=9)])
    rounds(watch)
    pages.rows = dict(pages.rows)
    del pages.rows[151 - 1]
    pages.add(fresh(watch, 40))
    rounds(watch, 2)
    assert len(watch.stored_us()) == 191
    until_s = watch.coverage().complete_until_s
    assert until_s is not None
    assert until_s <= watch.clock().timestamp()


def test_two_databases_in_turn_are_both_kept(watch: Watch, pages: ScriptedPages) -> None:
    other: Rows = {}
    pages.in_turn.append(other)
    pages.add(fresh(watch, 230, ago_s=2000, step_s=5.7), other)
    rounds(watch, 2)
    assert watch.stored_us() == calls(pages.rows, other)
    assert "several_databases" in codes(watch)
    asked_count = len(pages.asked)
    for _ in range(4):
        pages.add(fresh(watch, 30))
        pages.add(fresh(watch, 13, step_s=9.9), other)
        rounds(watch)
        assert watch.stored_us() == calls(pages.rows, other)
    assert len(pages.asked) - asked_count <= 4 * 7
    assert watch.view().state == "up_to_date"
    assert min(after for after, _ in pages.asked[asked_count:]) > 100  # nothing is read again


def test_the_history_of_both_is_read_though_they_answer_in_turn(
    watch: Watch, pages: ScriptedPages
) -> None:
    pages.add(fresh(watch, 400, ago_s=5000, step_s=3.3))
    other: Rows = {}
    pages.add(fresh(watch, 730, ago_s=5000, step_s=4.1), other)
    pages.in_turn.append(other)
    rounds(watch, 3)
    assert watch.stored_us() == calls(pages.rows, other)


def test_a_database_that_is_gone_holds_up_nothing(watch: Watch, pages: ScriptedPages) -> None:
    other: Rows = {}
    pages.in_turn.append(other)
    pages.add(fresh(watch, 20), other)
    rounds(watch, 2)
    pages.in_turn.clear()
    rounds(watch, 12)
    assert "several_databases" not in codes(watch)
    until_s = watch.coverage().complete_until_s
    assert until_s is not None
    assert watch.clock().timestamp() - until_s < 60
    assert watch.stored_us() == calls(pages.rows, other)


def test_copies_that_lag_behind_double_nothing(watch: Watch, pages: ScriptedPages) -> None:
    """A replica answers in turn with its primary."""
    replica: Rows = dict(list(pages.rows.items())[:-20])
    pages.in_turn.append(replica)
    for _ in range(6):
        rounds(watch)
        assert watch.stored_us() == calls(pages.rows)
        pages.add(fresh(watch, 30))
        replica |= dict(list(pages.rows.items())[:-7])


def test_twenty_files_one_after_the_other_are_all_kept(watch: Watch, pages: ScriptedPages) -> None:
    every: list[Rows] = []
    for number in range(20):
        pages.rows = {}
        pages.add(fresh(watch, 20 + number, ago_s=500))
        every.append(pages.rows)
        rounds(watch)
    assert watch.stored_us() == calls(*every, *every)


def test_sixteen_in_turn_are_kept_and_more_are_told_of(make_watch: MakeWatch) -> None:
    watch = make_watch(ScriptedRemote())
    pages = ScriptedPages({}, watch.clock)
    watch.remote.pages = pages
    _put(watch, wire=Wire.EXPORT_1.value)
    pages.in_turn = [{} for _ in range(MOST_CURSORS - 1)]
    for number, rows in enumerate([pages.rows, *pages.in_turn]):
        pages.add(fresh(watch, 5 + number, step_s=1.003 + number / 100), rows)
    rounds(watch, 3)
    assert watch.stored_us() == calls(pages.rows, *pages.in_turn)
    assert "several_databases" in codes(watch)
    pages.in_turn.append({})
    pages.add(fresh(watch, 3, step_s=2.0007), pages.in_turn[-1])
    rounds(watch, 3)
    assert "crowd_of_databases" in codes(watch)
    before = calls(pages.rows, *pages.in_turn[:-1])
    assert set(before) <= set(watch.stored_us()) <= set(calls(pages.rows, *pages.in_turn))


def test_a_cursor_of_an_earlier_version_goes_on_where_it_was(
    watch: Watch, pages: ScriptedPages
) -> None:
    rounds(watch)
    last_id = max(pages.rows)
    old = Pages(last_id, last_id, watch.clock(), has_ids_in_order=True, compared_until_us=7)
    _put(watch, pages=old, _cursors=None)
    pages.asked.clear()
    pages.add(fresh(watch, 8))
    rounds(watch)
    assert watch.stored_us() == calls(pages.rows)
    assert min(after for after, _ in pages.asked) >= last_id - 1


@pytest.mark.parametrize("has_grown", [False, True])
def test_a_cursor_of_an_earlier_version_of_a_database_that_is_gone_begins_anew(
    watch: Watch, pages: ScriptedPages, *, has_grown: bool
) -> None:
    rounds(watch)
    before = dict(pages.rows)
    _put(watch, pages=Pages(150, 150, watch.clock(), has_ids_in_order=True), _cursors=None)
    pages.rows.clear()
    pages.add(fresh(watch, 170 if has_grown else 30, step_s=2.0001))
    rounds(watch, 2)
    assert watch.stored_us() == calls(before, pages.rows)


def test_rows_that_are_deleted_from_the_old_end_are_told_of(
    watch: Watch, pages: ScriptedPages
) -> None:
    rounds(watch, 2)
    assert "pruned_remote" not in codes(watch)
    before = dict(pages.rows)
    for row_id in range(1, 60):
        del pages.rows[row_id]
    rounds(watch)
    assert "pruned_remote" in codes(watch)
    assert watch.stored_us() == calls(before)


def test_the_last_row_that_was_read_may_be_deleted_too(watch: Watch, pages: ScriptedPages) -> None:
    rounds(watch)
    before = dict(pages.rows)
    watch.clock.move(100)
    later = {row_id + 150: at for row_id, at in enumerate(fresh(watch, 12), start=1)}
    pages.rows.clear()
    pages.rows |= later
    rounds(watch, 3)
    assert watch.stored_us() == calls(before, later)


def test_the_lowest_id_need_not_be_that_of_the_oldest_call(
    make_watch: MakeWatch,
) -> None:
    watch = make_watch(ScriptedRemote())
    now = watch.clock()
    pages = ScriptedPages({1: now - 100 * SECOND, 2: now - 900 * SECOND}, watch.clock)
    watch.remote.pages = pages
    _put(watch, wire=Wire.EXPORT_1.value)
    rounds(watch, 3)
    assert codes(watch) == set()
    assert watch.stored_us() == calls(pages.rows)


def test_a_row_of_the_future_completes_no_second(watch: Watch, pages: ScriptedPages) -> None:
    pages.rows[7] = watch.clock() + timedelta(days=400)
    watch.fetch()  # the first of two pages
    until_s = watch.coverage().complete_until_s
    assert until_s is None or until_s <= watch.clock().timestamp()
    rounds(watch)
    until_s = watch.coverage().complete_until_s
    assert until_s is not None
    assert until_s <= watch.clock().timestamp()


def clear(chance: random.Random, pages: ScriptedPages, rows: Rows, backups: list[Rows]) -> None:  # noqa: ARG001  each act has the same form
    rows.clear()


def back_up(chance: random.Random, pages: ScriptedPages, rows: Rows, backups: list[Rows]) -> None:  # noqa: ARG001
    backups.append(dict(rows))


def restore(chance: random.Random, pages: ScriptedPages, rows: Rows, backups: list[Rows]) -> None:  # noqa: ARG001
    backup = dict(chance.choice(backups))
    rows.clear()
    rows |= backup


def prune(chance: random.Random, pages: ScriptedPages, rows: Rows, backups: list[Rows]) -> None:  # noqa: ARG001
    for row_id in sorted(rows)[: chance.randrange(60)]:
        del rows[row_id]


def delete_last(
    chance: random.Random,
    pages: ScriptedPages,  # noqa: ARG001
    rows: Rows,
    backups: list[Rows],  # noqa: ARG001
) -> None:
    for row_id in sorted(rows)[-chance.randrange(1, 9) :]:
        del rows[row_id]


def add_pod(chance: random.Random, pages: ScriptedPages, rows: Rows, backups: list[Rows]) -> None:  # noqa: ARG001
    if len(pages.in_turn) < 3:
        pages.in_turn.append(dict(rows) if chance.random() < 0.5 else {})


def remove_pod(
    chance: random.Random,  # noqa: ARG001
    pages: ScriptedPages,
    rows: Rows,  # noqa: ARG001
    backups: list[Rows],  # noqa: ARG001
) -> None:
    if pages.in_turn:
        pages.in_turn.pop()


ACTS = (clear, back_up, restore, prune, delete_last, add_pod, remove_pod)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_databases_no_call_is_lost_or_doubled(
    watch: Watch, pages: ScriptedPages, seed: int
) -> None:
    """Between the fetches files are emptied, restored, copied, pruned, added and removed."""
    chance = random.Random(seed)  # noqa: S311
    # Several that answer in turn are found without bookmarks too, but not so soon.
    acts = ACTS[:5] if pages.is_older else ACTS
    every: set[int] = set()
    backups: list[Rows] = [{}]
    for _ in range(10):
        rows = chance.choice([pages.rows, *pages.in_turn])
        chance.choice(acts)(chance, pages, rows, backups)
        for rows in [pages.rows, *pages.in_turn]:
            pages.add(fresh(watch, chance.randrange(40), step_s=1 + chance.random()), rows)
        rounds(watch, 3)
        every |= {to_us(at) for rows in [pages.rows, *pages.in_turn] for at in rows.values()}
        assert watch.stored_us() == sorted(every)


def test_bookmarks_lie_the_further_apart_the_older_they_are() -> None:
    cursors = Cursors()
    cursor = _grown(range(10, 100_000, 10))
    ids = [int(mark.partition(".")[0]) for mark in cursor]
    assert len(ids) == 8
    assert (ids[0], ids[-1]) == (99_990, 1)
    assert all(
        ids[0] - after <= 60 * (ids[0] - before + 10) for before, after in itertools.pairwise(ids)
    )
    assert cursors.as_known_rows() == []


def _grown(ends: Sequence[int]) -> tuple[str, ...]:
    cursor = Cursor()
    for end in ends:
        cursor = cursor.with_marks(f"{end - 9}.aa", f"{end}.aa")
    return cursor.marks


def test_what_an_earlier_version_stored_still_opens() -> None:
    """As the database of one holds it, which names the class by where it was."""
    stored = (
        b"\x80\x03cpydash_app.dashboard.entity\nPages\nq\x00)\x81q\x01]q\x02(K\x07K\tN\x88K\x00eb."
    )
    pages = pickle.loads(stored)  # noqa: S301  our own
    (cursor,) = pages.as_cursors(is_caught_up=True).known
    assert (cursor.unmarked_id, cursor.last_id, cursor.is_at_end) == (7, 9, True)
