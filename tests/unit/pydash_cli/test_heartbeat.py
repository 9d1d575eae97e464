"""A leader shows that it lives, as long as it works and leads."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from pydash_app.database import Database
from pydash_app.errors import DeposedError
from pydash_app.leadership import Candidate, look
from pydash_app.leadership.lease import take
from pydash_cli.scheduling.heartbeat import HUNG_AFTER_S, Heartbeat
from tests.stack.waiting import wait_until

ANNA = Candidate(id="a", name="anna:1")
BERT = Candidate(id="b", name="bert:1")


@contextmanager
def beating(
    database: Database, now: datetime, clock: Callable[[], float] = time.monotonic
) -> Iterator[Heartbeat]:
    term = take(database, ANNA, place=None, seen=look(database), now=now)
    assert term is not None
    heartbeat = Heartbeat(database, term, now=lambda: now, clock=clock, interval_s=0.01)
    try:
        yield heartbeat
    finally:
        heartbeat.stop()


def has_beaten(database: Database) -> Callable[[], bool]:
    before = look(database).beat_count
    return lambda: look(database).beat_count > before


def test_it_beats_while_the_main_thread_is_busy(database: Database, now: datetime) -> None:
    with beating(database, now) as heartbeat:
        heartbeat.note_work()
        for _ in range(3):
            wait_until(has_beaten(database), timeout_s=30, what="a beat")


def test_it_stops_when_the_main_thread_hangs_and_goes_on_after_that(
    database: Database, now: datetime
) -> None:
    clock_s = [0.0]
    with beating(database, now, lambda: clock_s[0]) as heartbeat:
        wait_until(has_beaten(database), timeout_s=30, what="a beat")
        clock_s[0] += HUNG_AFTER_S + 1
        time.sleep(0.2)  # what was under way ends
        beats = has_beaten(database)
        time.sleep(0.2)
        assert not beats()
        heartbeat.note_work()
        wait_until(beats, timeout_s=30, what="a beat")


def test_who_was_deposed_is_told_at_the_next_work(database: Database, now: datetime) -> None:
    with beating(database, now) as heartbeat:
        while take(database, BERT, place=None, seen=look(database), now=now) is None:
            time.sleep(0.005)  # between two beats

        def is_told() -> bool:
            try:
                heartbeat.note_work()
            except DeposedError:
                return True
            return False

        wait_until(is_told, timeout_s=30, what="the news")
        with pytest.raises(DeposedError):
            heartbeat.note_work()
    assert look(database).holder_id == "b"
