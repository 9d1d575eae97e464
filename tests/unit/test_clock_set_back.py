"""Nothing that is stored waits for an instant that our own clock chose while it was ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from pydash_app.database import Database
from pydash_app.downtime import ProbeLog
from pydash_app.limits import UseStore
from pydash_app.mail import allowance
from pydash_app.mail.entity import LONGEST_PAUSE, Mail
from pydash_app.mail.sending import list_pending
from pydash_app.own_clock import find_doubt, note_doubt

T = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
AHEAD = T + timedelta(hours=3)
T_S = int(T.timestamp())


def make_mail(now: datetime) -> Mail:
    return Mail(to="a@x.org", subject="s", text="t", link="https://x.org/", now=now)


def test_a_mail_of_a_clock_that_was_ahead_is_sent_now(database: Database) -> None:
    mail = make_mail(AHEAD)
    database.write(lambda root: root["mails"].__setitem__(mail.id, mail))
    assert len(list_pending(database, now=T)) == 1


@pytest.mark.parametrize("failures", [1, 5, 50])
def test_a_mail_is_put_off_for_no_longer_than_its_pause(failures: int) -> None:
    mail = make_mail(AHEAD)
    for _ in range(failures):
        mail.postpone(now=AHEAD)
    assert not mail.is_due(now=AHEAD)
    assert mail.is_due(now=T)
    assert mail.is_due(now=AHEAD + LONGEST_PAUSE)


def test_mails_of_a_clock_that_was_ahead_use_up_no_allowance(database: Database) -> None:
    def use_up(root: object) -> list[bool]:
        ahead = [allowance.take(root, make_mail(AHEAD)) for _ in range(20)]  # type: ignore[arg-type]
        return [ahead[-1], allowance.take(root, make_mail(T))]  # type: ignore[arg-type]

    assert database.write(use_up) == [False, True]


def test_probes_go_on_after_the_clock_was_set_back() -> None:
    log = ProbeLog()
    for at_s in (T_S, T_S + 300, T_S + 3 * 3600, T_S + 600, T_S + 900):
        log.note(at_s, None, longest_gap_s=600)
    log.note(T_S + 1200, "unreachable", longest_gap_s=600)
    now_s = T_S + 1260
    runs = log.runs_between(T_S, now_s, now_s=now_s)
    assert [(run.start_s, run.until_s, run.cause) for run in runs] == [
        (T_S, T_S + 1200, None),
        (T_S + 1200, now_s, "unreachable"),
    ]


def test_a_small_step_back_unsays_no_probe() -> None:
    log = ProbeLog()
    for at_s, cause in ((T_S, None), (T_S + 300, "unreachable"), (T_S + 298, "unreachable")):
        log.note(at_s, cause, longest_gap_s=600)
    last = log.find_last()
    assert last is not None
    assert (last.start_s, last.cause) == (T_S + 300, "unreachable")


def test_counts_of_a_clock_that_was_ahead_hold_nobody_up() -> None:
    store = UseStore.open(None, b"key")
    uses = [("logins", "alice", 1, 900)]
    assert store.add(uses, now=AHEAD) is None
    assert store.add(uses, now=T) is None
    assert store.add(uses, now=T) is not None
    store.close()


def test_a_doubt_of_the_future_is_over(database: Database) -> None:
    database.write(lambda root: note_doubt(root, -10_800.0, now=AHEAD))
    assert database.read(lambda root: find_doubt(root, now=AHEAD)) is not None
    assert database.read(lambda root: find_doubt(root, now=T)) is None
