"""What tasks there are is what the database says, nothing else."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from periodic_tasks import RunAgain, TaskScheduler
from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
from pydash_app.database import Database, Root
from pydash_app.housekeeping import Chore
from pydash_app.mail import queue
from pydash_app.mail.entity import Mail
from pydash_app.settings import Settings
from pydash_cli.scheduling.reconciler import (
    CHORE_SPACING_S,
    FETCH_RETRY_S,
    Reconciler,
)
from pydash_cli.scheduling.task_names import compact_name, fetch_name, probe_name
from tests.factories import make_dashboard


class ExecutorByHand:
    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, _function: Callable[[], object], /) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


@dataclass
class World:
    """A scheduler that does not start anything by itself, and a time that is told."""

    database: Database
    now: datetime
    clock_s: float = 5000.0
    executor: ExecutorByHand = field(default_factory=ExecutorByHand)

    def __post_init__(self) -> None:
        self.set_chores(self.now + timedelta(days=1))
        self.scheduler = TaskScheduler(self.executor, clock=lambda: self.clock_s)
        settings = Settings(fetch_spacing=3)
        self.reconciler = Reconciler(
            self.scheduler,
            self.database,
            settings,
            term=1,
            now=lambda: self.now,
            clock=lambda: self.clock_s,
        )

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.clock_s += seconds

    def add_dashboard(self, **overrides: Any) -> UUID:
        return make_dashboard(self.database, owner_id=uuid4(), now=self.now, **overrides)

    def change(self, dashboard_id: UUID, change: Callable[[Dashboard], None]) -> None:
        def find_and_change(root: Root) -> None:
            dashboard = repository.find(root, str(dashboard_id))
            assert dashboard is not None
            change(dashboard)

        self.database.write(find_and_change)

    def set_next_fetch(self, dashboard_id: UUID, in_s: float) -> None:
        def change(dashboard: Dashboard) -> None:
            dashboard.fetching.next_fetch_at = self.now + timedelta(seconds=in_s)
            dashboard._p_changed = True

        self.change(dashboard_id, change)

    def set_chores(self, due_at: datetime) -> None:
        self.database.write(lambda root: root["chores"].update(dict.fromkeys(Chore, due_at)))

    def next_run_in_s(self, dashboard_id: UUID) -> float | None:
        next_run_at = self.scheduler.get_status(fetch_name(dashboard_id)).next_run_at
        return None if next_run_at is None else next_run_at - self.clock_s

    def start_due(self) -> None:
        """Start what is due, as the scheduler's own thread would."""
        for run in self.scheduler._take_due():
            self.scheduler._submit(run)


@pytest.fixture
def world(database: Database, now: datetime) -> World:
    return World(database, now)


def test_each_dashboard_is_fetched_when_the_database_says(world: World) -> None:
    due, later = world.add_dashboard(), world.add_dashboard()
    world.set_next_fetch(due, -100)
    world.set_next_fetch(later, 40)

    world.reconciler.reconcile()

    assert set(world.scheduler.list_names()) == {fetch_name(due), fetch_name(later)}
    assert world.next_run_in_s(due) == 0
    assert world.next_run_in_s(later) == pytest.approx(40)


def test_what_was_written_while_the_clock_was_ahead_holds_no_fetch_up(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.set_next_fetch(dashboard_id, 30 * 86_400)

    world.reconciler.reconcile()

    assert world.next_run_in_s(dashboard_id) == pytest.approx(3600)


def test_a_deleted_dashboard_is_fetched_no_more(world: World) -> None:
    gone, kept = world.add_dashboard(), world.add_dashboard()
    world.reconciler.reconcile()

    def delete(root: Root) -> None:
        dashboard = repository.find(root, str(gone))
        assert dashboard is not None
        repository.remove(root, dashboard)

    world.database.write(delete)
    world.reconciler.reconcile()

    assert world.scheduler.list_names() == [fetch_name(kept)]


def test_nothing_changes_while_the_database_says_the_same(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.set_next_fetch(dashboard_id, 40)
    world.reconciler.reconcile()

    for _ in range(3):
        world.pass_time(10)
        world.reconciler.reconcile()

    assert world.next_run_in_s(dashboard_id) == pytest.approx(10)


def test_a_fetch_that_is_asked_for_earlier_runs_earlier(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.set_next_fetch(dashboard_id, 3600)
    world.reconciler.reconcile()

    world.set_next_fetch(dashboard_id, 0)
    world.reconciler.reconcile()

    assert world.next_run_in_s(dashboard_id) == 0


def test_what_the_fetch_itself_wrote_is_no_wish_of_anybody(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.reconciler.reconcile()
    world.start_due()
    world.reconciler.reconcile()
    world.set_next_fetch(dashboard_id, 60)
    world.pass_time(0.5)
    world.executor.futures[0].set_result(RunAgain(60))

    world.reconciler.reconcile()

    assert world.next_run_in_s(dashboard_id) == pytest.approx(60)


def test_a_fetch_that_fails_before_it_writes_does_not_run_again_at_once(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.reconciler.reconcile()
    world.start_due()
    world.pass_time(2)
    world.executor.futures[0].set_exception(ValueError("a bug"))

    world.reconciler.reconcile()

    assert world.next_run_in_s(dashboard_id) == pytest.approx(FETCH_RETRY_S - 2)


def test_a_wish_during_a_fetch_counts_after_it(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.reconciler.reconcile()
    world.start_due()
    world.pass_time(5)
    world.set_next_fetch(dashboard_id, 0)
    world.reconciler.reconcile()
    assert world.next_run_in_s(dashboard_id) is None

    world.executor.futures[0].set_result(RunAgain(3600))
    world.reconciler.reconcile()

    assert world.next_run_in_s(dashboard_id) == 0


def test_a_dashboard_that_moves_to_another_host_is_polite_to_that_one(world: World) -> None:
    moved = world.add_dashboard(url="http://127.0.0.1:5101/dashboard")
    other = world.add_dashboard(url="http://127.0.0.1:5102/dashboard")
    world.reconciler.reconcile()

    def move(dashboard: Dashboard) -> None:
        dashboard.url = "http://127.0.0.1:5102/dashboard"

    world.change(moved, move)
    world.reconciler.reconcile()
    world.start_due()

    assert len(world.executor.futures) == 1
    statuses = world.scheduler.list_statuses()
    assert [statuses[fetch_name(one)].is_running for one in (moved, other)].count(True) == 1


def test_one_host_is_asked_by_one_fetch_at_a_time_and_gets_a_pause(world: World) -> None:
    for _ in range(2):
        world.add_dashboard()
    world.reconciler.reconcile()
    world.start_due()
    assert len(world.executor.futures) == 1
    world.executor.futures[0].set_result(RunAgain(3600))

    world.pass_time(2.9)
    world.start_due()
    assert len(world.executor.futures) == 1
    world.pass_time(0.2)
    world.start_due()
    assert len(world.executor.futures) == 2


def test_remotes_that_hang_never_occupy_more_than_one_worker(world: World) -> None:
    hanging = [world.add_dashboard(url=f"http://127.0.0.{n}:1/dashboard") for n in range(3)]
    well = world.add_dashboard(url="http://127.0.0.9:1/dashboard")
    world.reconciler.reconcile()
    for dashboard_id in hanging:
        world.change(dashboard_id, lambda it: it.fetching.fail(**timed_out(world.now)))
    world.pass_time(60)
    world.reconciler.reconcile()
    world.start_due()

    statuses = world.scheduler.list_statuses()
    assert [statuses[fetch_name(one)].is_running for one in hanging].count(True) == 1
    assert statuses[fetch_name(well)].is_running
    waiting = next(one for one in hanging if not statuses[fetch_name(one)].is_running)
    world.change(waiting, lambda it: it.fetching.succeed(**success(world.now)))
    world.reconciler.reconcile()
    world.start_due()
    assert world.scheduler.get_status(fetch_name(waiting)).is_running


def timed_out(now: datetime) -> dict[str, Any]:
    return {"code": "timed_out", "message": "Slow.", "now": now, "next_fetch_at": now}


def success(now: datetime) -> dict[str, Any]:
    return {"now": now, "next_fetch_at": now, "is_caught_up": True}


def test_a_mail_is_sent_once_while_it_waits(world: World) -> None:
    mail = Mail(to="a@example.org", subject="s", text="t", link="l", now=world.now)
    world.database.write(lambda root: queue.add(root, mail))
    mail_id = world.database.read(lambda root: queue.list_all(root)[0].id)
    name = ("mail", UUID(mail_id), "send")

    world.reconciler.reconcile()
    world.start_due()
    world.reconciler.reconcile()
    assert world.scheduler.list_names() == [name]
    assert world.scheduler.get_status(name).is_running

    world.database.write(lambda root: queue.remove(root, mail_id))
    world.executor.futures[0].set_result(None)
    world.reconciler.reconcile()
    assert world.scheduler.list_names() == []


def test_a_compaction_is_added_once_when_it_is_due(world: World) -> None:
    dashboard_id = world.add_dashboard()

    def note(dashboard: Dashboard) -> None:
        dashboard.fetching.compact_at = world.now + timedelta(seconds=60)

    world.change(dashboard_id, note)
    for after_s, is_there in ((0, False), (59, False), (2, True), (1, True)):
        world.pass_time(after_s)
        world.reconciler.reconcile()
        assert (compact_name(dashboard_id) in world.scheduler.list_statuses()) == is_there


def test_chores_are_done_one_after_the_other_when_they_are_due(world: World) -> None:
    world.set_chores(world.now)
    for _ in range(2):
        world.reconciler.reconcile()
        world.start_due()

    assert set(world.scheduler.list_names()) == {("chore", "prune"), ("chore", "pack")}
    assert len(world.executor.futures) == 1
    world.executor.futures[0].set_result(None)
    world.pass_time(CHORE_SPACING_S)
    world.start_due()
    assert len(world.executor.futures) == 2


def test_a_compaction_that_changes_nothing_is_tried_again_after_a_minute(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.set_next_fetch(dashboard_id, 3600)
    due_at = world.now

    def make_due(dashboard: Dashboard) -> None:
        dashboard.fetching.compact_at = due_at

    world.change(dashboard_id, make_due)
    begun = []
    for second in range(130):
        world.reconciler.reconcile()
        world.start_due()
        for future in world.executor.futures:
            if not future.done():
                begun.append(second)
                future.set_exception(ValueError("a bug"))
        world.pass_time(1)
    assert begun == [0, 60, 120]


def test_a_compaction_with_more_to_do_goes_on_at_once(world: World) -> None:
    dashboard_id = world.add_dashboard()
    world.set_next_fetch(dashboard_id, 3600)
    for second in range(5):
        due_at = world.now + timedelta(microseconds=second)
        world.change(dashboard_id, lambda it, at=due_at: setattr(it.fetching, "compact_at", at))  # type: ignore[misc]
        world.pass_time(4)
        world.reconciler.reconcile()
        world.start_due()
        world.executor.futures[-1].set_result(None)
    assert len(world.executor.futures) == 5


def test_nothing_is_left_of_a_deleted_dashboard(world: World) -> None:
    gone = world.add_dashboard()

    def have_everything(dashboard: Dashboard) -> None:
        dashboard.monitor_downtime = True
        dashboard.fetching.compact_at = world.now

    world.change(gone, have_everything)
    world.reconciler.reconcile()
    assert len(world.scheduler.list_names()) == 3
    world.database.write(lambda root: repository.remove(root, repository.get(root, str(gone))))
    world.reconciler.reconcile()
    assert world.scheduler.list_names() == []


def test_probing_begins_and_ends_with_the_wish(world: World) -> None:
    dashboard_id = world.add_dashboard()
    for wish in (False, True, True, False):
        world.change(dashboard_id, lambda it, on=wish: setattr(it, "monitor_downtime", on))  # type: ignore[misc]
        world.reconciler.reconcile()
        assert world.scheduler.has_task(probe_name(dashboard_id)) == wish
