"""Of each pool there is something left for whoever comes next."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from pydash_app.errors import PydashError, TooManyRequestsError, UnavailableError
from pydash_app.shares import FairPool, Refusals
from pydash_app.shares.turns import Path
from tests.stack.waiting import wait_until

REFUSALS = Refusals(own="You have too much under way.", busy="Others have.", retry_after_s=7)
ALICE, BOB, CAROL = ("alice",), ("bob",), ("carol",)
FOREVER_S = 60

GiveBack = Callable[[], None]


def make_pool(places: int, *, waiting: int = 0, patience_s: float = 0, floor: int = 1) -> FairPool:
    return FairPool(
        places, waiting_count=waiting, patience_s=patience_s, floor=floor, refusals=REFUSALS
    )


def take_all(pool: FairPool, path: Path) -> list[GiveBack]:
    """Take places until there is a refusal."""
    taken = []
    while True:
        try:
            taken.append(pool.take(path))
        except PydashError:
            return taken


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as pool:
        yield pool


def wait_in_line(
    pool: FairPool, threads: ThreadPoolExecutor, *paths: Path
) -> "list[Future[GiveBack]]":
    """Ask for places one after the other, and be in line before the next does."""
    before = pool.waiting_count
    asked = []
    for place, path in enumerate(paths, start=1):
        asked.append(threads.submit(pool.take, path))
        wait_until(
            lambda place=place: pool.waiting_count == before + place,  # type: ignore[misc]
            timeout_s=FOREVER_S,
            what=f"{path} waits",
        )
    return asked


def test_one_alone_gets_half_of_the_places() -> None:
    assert len(take_all(make_pool(8), ALICE)) == 4


def test_each_who_comes_finds_a_place() -> None:
    pool = make_pool(8)
    assert [len(take_all(pool, path)) for path in (ALICE, BOB, CAROL, ("dave",))] == [4, 2, 1, 1]


def test_the_only_place_may_be_held() -> None:
    assert len(take_all(make_pool(1), ALICE)) == 1


def test_a_few_places_everybody_may_have() -> None:
    pool = make_pool(16, floor=6)
    assert [len(take_all(pool, path)) for path in (ALICE, BOB, CAROL)] == [8, 6, 2]


def test_a_greedy_one_gives_way_to_those_who_come_later() -> None:
    pool = make_pool(8)
    of_alice = take_all(pool, ALICE)
    take_all(pool, BOB)
    for give_back in of_alice:
        give_back()
    assert len(take_all(pool, ALICE)) == 3


def test_a_place_is_given_back_once() -> None:
    pool = make_pool(2)
    (give_back,) = take_all(pool, ALICE)
    give_back()
    give_back()
    assert len(take_all(pool, ALICE)) == 1
    assert len(take_all(pool, BOB)) == 1


def test_a_place_is_given_back_though_the_work_fails() -> None:
    pool = make_pool(1)
    with pytest.raises(ZeroDivisionError), pool.place(ALICE):
        raise ZeroDivisionError
    assert len(take_all(pool, ALICE)) == 1


def test_whoever_has_others_under_way_is_told_so_and_when_to_come_back() -> None:
    pool = make_pool(2)
    pool.take(ALICE)
    with pytest.raises(TooManyRequestsError, match="You have") as caught:
        pool.take(ALICE)
    assert (caught.value.retry_after_s, caught.value.code) == (7, "too_many_at_once")


def test_whoever_has_nothing_under_way_is_told_that_pydash_is_busy() -> None:
    pool = make_pool(1)
    pool.take(ALICE)
    with pytest.raises(UnavailableError, match="Others have"):
        pool.take(BOB)


def test_whoever_shares_a_class_with_strangers_is_not_told_of_what_they_do() -> None:
    pool = FairPool(2, waiting_count=0, patience_s=0, name_depth=2, refusals=REFUSALS)
    pool.take(("strangers", "net", "a"))
    with pytest.raises(UnavailableError):
        pool.take(("strangers", "home", "c"))
    with pytest.raises(TooManyRequestsError):
        pool.take(("strangers", "net", "b"))


def test_those_who_wait_are_served_when_a_place_is_given_back(
    threads: ThreadPoolExecutor,
) -> None:
    pool = make_pool(1, waiting=4, patience_s=FOREVER_S)
    give_back = pool.take(ALICE)
    waits = wait_in_line(pool, threads, ALICE, BOB)
    give_back()
    for served in waits:
        served.result(FOREVER_S)()
    assert pool.waiting_count == 0


def test_others_do_not_wait_behind_a_flood(threads: ThreadPoolExecutor) -> None:
    pool = make_pool(1, waiting=20, patience_s=FOREVER_S)
    give_back = pool.take(ALICE)
    flood = wait_in_line(pool, threads, *[ALICE] * 10)
    (bob,) = wait_in_line(pool, threads, BOB)
    give_back()
    flood[0].result(FOREVER_S)()
    bob.result(FOREVER_S)()
    for served in flood[1:]:
        served.result(FOREVER_S)()


def test_a_full_line_makes_room_for_whoever_has_less_in_it(threads: ThreadPoolExecutor) -> None:
    pool = make_pool(1, waiting=5, patience_s=FOREVER_S)
    give_back = pool.take(ALICE)
    flood = wait_in_line(pool, threads, *[ALICE] * 5)
    with pytest.raises(TooManyRequestsError):
        pool.take(ALICE)
    bob = threads.submit(pool.take, BOB)
    assert isinstance(flood[4].exception(FOREVER_S), TooManyRequestsError)
    give_back()
    for served in (flood[0], bob, *flood[1:4]):
        served.result(FOREVER_S)()


def test_whoever_waits_for_their_own_does_not_keep_others_from_a_free_place(
    threads: ThreadPoolExecutor,
) -> None:
    pool = make_pool(2, waiting=5, patience_s=FOREVER_S)
    give_back = pool.take(ALICE)
    waits = wait_in_line(pool, threads, ALICE)
    pool.take(BOB)()
    give_back()
    waits[0].result(FOREVER_S)()


def test_patience_ends() -> None:
    pool = make_pool(1, waiting=5, patience_s=0.01)
    give_back = pool.take(ALICE)
    with pytest.raises(UnavailableError):
        pool.take(BOB)
    assert pool.waiting_count == 0
    give_back()
    pool.take(BOB)()


def test_places_are_counted_right_whatever_many_threads_do(threads: ThreadPoolExecutor) -> None:
    pool = make_pool(3, waiting=64, patience_s=FOREVER_S)
    held = threading.Semaphore(3)

    def work(number: int) -> bool:
        with pool.place((f"user {number % 7}",)):
            is_free = held.acquire(blocking=False)
            held.release()
        return is_free

    assert all(threads.map(work, range(500)))
    assert (pool.waiting_count, sum(pool._held.values())) == (0, 0)


def test_a_million_strangers_leave_nothing_behind() -> None:
    pool = make_pool(1)
    for number in range(1_000):
        pool.take((f"network {number}",))()
    assert not pool._held
    assert not pool._held_by_name
