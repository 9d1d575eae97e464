"""When a scheduler that stands by takes over, by its own clock alone."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from pydash_app import leadership
from pydash_app.database import Database
from pydash_app.errors import UnavailableError
from pydash_app.leadership import EXPIRY_S, Candidacy, Candidate, look


@dataclass
class Standby:
    """A candidacy with a clock and a place of its own."""

    database: Database
    now: datetime
    name: str
    clock_s: float = 700.0
    place: str | None = None

    def __post_init__(self) -> None:
        self.candidacy = Candidacy(
            self.database,
            Candidate(id=self.name, name=self.name),
            clock=lambda: self.clock_s,
            own_place=lambda: self.place,
        )

    def stand(self) -> int | None:
        return self.candidacy.stand(now=self.now)

    def stand_for(self, seconds: float) -> int | None:
        """Look every second, until it leads."""
        for _ in range(round(seconds)):
            self.clock_s += 1
            term = self.stand()
            if term is not None:
                return term
        return None


@pytest.fixture
def leader(database: Database, now: datetime) -> Standby:
    leader = Standby(database, now, "leader")
    assert leader.stand() == 1
    return leader


@pytest.fixture
def standby(leader: Standby) -> Standby:
    return Standby(leader.database, leader.now, "standby", clock_s=3.0)


def test_who_comes_first_leads_at_once(leader: Standby) -> None:
    assert look(leader.database).holder_name == "leader"


def test_a_silent_leader_is_replaced_in_time(standby: Standby) -> None:
    assert standby.stand() is None
    assert standby.candidacy.leader_name == "leader"
    assert standby.stand_for(EXPIRY_S - 1) is None
    assert standby.stand_for(1) == 2


def test_a_leader_that_lives_stays(standby: Standby) -> None:
    for _ in range(10):
        leadership.renew(standby.database, 1, now=standby.now)
        assert standby.stand_for(EXPIRY_S) is None


def test_a_leader_that_ends_is_replaced_at_once(standby: Standby) -> None:
    assert standby.stand() is None
    leadership.release(standby.database, 1)
    assert standby.stand() == 2


def test_who_was_frozen_itself_watches_anew(standby: Standby) -> None:
    assert standby.stand() is None
    standby.clock_s += 3600
    assert standby.stand() is None
    assert standby.stand_for(EXPIRY_S - 1) is None
    assert standby.stand_for(1) == 2


def test_silence_does_not_count_while_the_database_is_away(
    standby: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert standby.stand_for(EXPIRY_S) is None

    def fail(_work: object) -> None:
        raise UnavailableError("away")

    with monkeypatch.context() as away:
        away.setattr(standby.database, "read", fail)
        for _ in range(20):
            standby.clock_s += 1
            with pytest.raises(UnavailableError):
                standby.stand()
    assert standby.candidacy.leader_name is None
    assert standby.stand_for(EXPIRY_S) is None
    assert standby.stand_for(1) == 2


def test_who_can_tell_that_the_leader_is_dead_takes_over_at_once(
    database: Database, now: datetime
) -> None:
    assert Standby(database, now, "first", place="folder").stand() == 1
    assert Standby(database, now, "elsewhere", place="other").stand() is None
    assert Standby(database, now, "no place").stand() is None
    assert Standby(database, now, "second", place="folder").stand() == 2


def test_no_place_proves_nothing_of_another_that_has_none(standby: Standby) -> None:
    assert standby.place is None
    assert look(standby.database).holder_place is None
    assert standby.stand() is None


def test_who_leads_by_a_commit_whose_answer_was_lost_finds_out(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Standby(database, now, "first")
    write = database.write

    def lose_answer(work: object) -> None:
        write(work)  # type: ignore[arg-type]
        raise UnavailableError("cut")

    with monkeypatch.context() as cut:
        cut.setattr(database, "write", lose_answer)
        with pytest.raises(UnavailableError):
            first.stand()
    assert first.stand() == 1
