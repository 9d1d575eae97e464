"""The scheduler is told what changed, and no change is missed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from ZEO.Exceptions import ClientDisconnected

from pydash_app.dashboard import repository
from pydash_app.dashboard.services.schedule_watch import ScheduleWatch
from pydash_app.database import Database, Root
from pydash_app.database.following import Follower
from pydash_app.errors import UnavailableError
from pydash_app.settings import Settings
from tests.factories import make_dashboard


@pytest.fixture
def watch(database: Database) -> ScheduleWatch:
    return ScheduleWatch(Follower(database), Settings())


@pytest.fixture
def ids(database: Database, now: datetime) -> list[UUID]:
    return [make_dashboard(database, owner_id=uuid4(), now=now) for _ in range(5)]


def changed(watch: ScheduleWatch) -> set[UUID]:
    return {schedule.dashboard_id for schedule in watch.poll().schedules}


def rename(database: Database, dashboard_id: UUID) -> None:
    def work(root: Root) -> None:
        repository.get(root, str(dashboard_id)).name = "another"

    database.write(work)


def test_at_first_everything_is_told_and_then_nothing(
    watch: ScheduleWatch, ids: list[UUID]
) -> None:
    assert changed(watch) == set(ids)
    assert changed(watch) == set()


def test_a_changed_dashboard_and_a_changed_fetching_are_told_once(
    database: Database, watch: ScheduleWatch, ids: list[UUID], now: datetime
) -> None:
    watch.poll()
    rename(database, ids[1])

    def postpone(root: Root) -> None:
        repository.get(root, str(ids[3])).fetching.next_fetch_at = now + timedelta(hours=1)

    database.write(postpone)
    schedules = {each.dashboard_id: each for each in watch.poll().schedules}
    assert schedules.keys() == {ids[1], ids[3]}
    assert schedules[ids[3]].next_fetch_at == now + timedelta(hours=1)
    assert changed(watch) == set()


def test_what_is_new_and_what_is_gone_is_told_once(
    database: Database, watch: ScheduleWatch, ids: list[UUID], now: datetime
) -> None:
    watch.poll()
    new = make_dashboard(database, owner_id=uuid4(), now=now)
    database.write(lambda root: repository.remove(root, repository.get(root, str(ids[0]))))
    changes = watch.poll()
    assert {schedule.dashboard_id for schedule in changes.schedules} == {new}
    assert changes.gone == {ids[0]}
    assert watch.poll().gone == set()


def test_after_a_failure_nothing_that_changed_is_missed(
    database: Database, watch: ScheduleWatch, ids: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.poll()
    rename(database, ids[0])
    rename(database, ids[4])
    read = repository.get
    calls = []

    def break_down(root: Root, dashboard_id: str) -> object:
        calls.append(dashboard_id)
        if len(calls) == 2:
            raise ClientDisconnected
        return read(root, dashboard_id)

    with monkeypatch.context() as patch:
        patch.setattr(repository, "get", break_down)
        with pytest.raises(UnavailableError):
            watch.poll()
    assert changed(watch) >= {ids[0], ids[4]}
    assert changed(watch) == set()
