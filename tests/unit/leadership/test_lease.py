"""One scheduler leads at a time, and what another one did before no longer counts."""

from datetime import datetime
from functools import partial
from threading import Barrier, Thread

import pytest

from pydash_app import health, leadership
from pydash_app.database import Database, Root
from pydash_app.errors import DeposedError
from pydash_app.leadership import Candidate, LeaseView, look
from pydash_app.leadership.lease import take

ANNA = Candidate(id="a", name="anna:1")
BERT = Candidate(id="b", name="bert:1")


def lead(database: Database, candidate: Candidate, now: datetime) -> int:
    term = take(database, candidate, place=None, seen=look(database), now=now)
    assert term is not None
    return term


def test_nobody_leads_at_first(database: Database) -> None:
    assert look(database) == LeaseView()


def test_each_leader_has_a_term_of_its_own(database: Database, now: datetime) -> None:
    assert lead(database, ANNA, now) == 1
    assert lead(database, BERT, now) == 2
    assert look(database).holder_name == "bert:1"


def test_the_leader_shows_in_the_health(database: Database, now: datetime) -> None:
    term = lead(database, ANNA, now)
    assert health.read(database, now=now).leader == "anna:1"

    leadership.release(database, term)

    assert health.read(database, now=now).leader is None


def test_a_leader_that_gave_a_sign_of_life_is_not_replaced(
    database: Database, now: datetime
) -> None:
    term = lead(database, ANNA, now)
    seen = look(database)
    leadership.renew(database, term, now=now)

    assert take(database, BERT, place=None, seen=seen, now=now) is None
    assert look(database).holder_id == "a"


def test_who_was_deposed_gets_to_know_it(database: Database, now: datetime) -> None:
    term = lead(database, ANNA, now)
    lead(database, BERT, now)

    with pytest.raises(DeposedError):
        leadership.renew(database, term, now=now)


def test_who_was_deposed_releases_nothing(database: Database, now: datetime) -> None:
    term = lead(database, ANNA, now)
    lead(database, BERT, now)

    leadership.release(database, term)

    assert look(database).holder_id == "b"


def test_of_many_that_try_at_once_one_leads(database: Database, now: datetime) -> None:
    seen, start = look(database), Barrier(8)
    terms: list[int | None] = []

    def try_it(number: int) -> None:
        start.wait()
        candidate = Candidate(id=str(number), name="x")
        terms.append(take(database, candidate, place=None, seen=seen, now=now))

    threads = [Thread(target=try_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(terms, key=str) == [1, *[None] * 7]


def test_what_is_begun_in_a_term_is_not_committed_after_it(
    database: Database, now: datetime
) -> None:
    term = lead(database, ANNA, now)
    guarded = database.guarded_by(partial(leadership.refuse_deposed, term=term))
    tries = []

    def store(root: Root) -> None:
        tries.append(1)
        root["x"] = "of anna"
        if len(tries) == 1:
            lead(database, BERT, now)

    with pytest.raises(DeposedError):
        guarded.write(store)
    assert tries == [1]
    assert database.read(lambda root: root.get("x")) is None


def test_signs_of_life_hold_up_nothing_that_is_committed_meanwhile(
    database: Database, now: datetime
) -> None:
    term = lead(database, ANNA, now)
    guarded = database.guarded_by(partial(leadership.refuse_deposed, term=term))
    tries = []

    def store(root: Root) -> None:
        tries.append(1)
        root["x"] = "of anna"
        leadership.renew(database, term, now=now)

    guarded.write(store)
    assert tries == [1]


def test_nothing_is_read_in_a_term_that_is_over(database: Database, now: datetime) -> None:
    term = lead(database, ANNA, now)
    guarded = database.guarded_by(partial(leadership.refuse_deposed, term=term))
    assert guarded.read(lambda root: root.get("x")) is None
    lead(database, BERT, now)

    with pytest.raises(DeposedError):
        guarded.read(lambda root: root.get("x"))
    assert database.read(lambda root: root.get("x")) is None
