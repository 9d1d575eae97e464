"""Tells the scheduler which dashboards are new, changed or gone since it last asked."""

from dataclasses import dataclass
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.services.schedule import FetchSchedule, schedule_of
from pydash_app.database import Root
from pydash_app.database.following import Follower, has_changed
from pydash_app.settings import Settings


@dataclass(frozen=True, slots=True)
class ScheduleChanges:
    """What is different.

    Attributes:
        schedules: of dashboards that are new, or may be to be fetched otherwise.
        gone: dashboards that were deleted, or are paused.
    """

    schedules: list[FetchSchedule]
    gone: set[UUID]


@dataclass(frozen=True, slots=True)
class _Kept:
    dashboard: Dashboard
    fetching: FetchState

    @property
    def has_changed(self) -> bool:
        return has_changed(self.dashboard) or has_changed(self.fetching)


class ScheduleWatch:
    """Looks at all dashboards, and reads those that changed.

    Args:
        follower: reads the database for nobody else.
        settings: say how often dashboards are fetched.
    """

    def __init__(self, follower: Follower, settings: Settings) -> None:
        self._follower = follower
        self._settings = settings
        self._kept: dict[str, _Kept] = {}

    def poll(self) -> ScheduleChanges:
        """What is different since the last time; at first, and after a failure, everything.

        Raises:
            UnavailableError: the database can't be reached.
        """
        known = set(self._kept)
        try:
            return self._follower.read(lambda root: self._look(root, known))
        except BaseException:
            self._kept.clear()  # what was loaded by then would no more look changed
            raise

    def _look(self, root: Root, known: set[str]) -> ScheduleChanges:
        ids = repository.list_ids(root)
        gone = known.difference(ids)
        for dashboard_id in gone:
            del self._kept[dashboard_id]
        changed = [one for one in ids if one not in self._kept or self._kept[one].has_changed]
        dashboards = [self._read(root, dashboard_id) for dashboard_id in changed]
        gone |= {dashboard.id for dashboard in dashboards if dashboard.is_paused}
        schedules = [schedule_of(one, self._settings) for one in dashboards if not one.is_paused]
        return ScheduleChanges(schedules, {UUID(dashboard_id) for dashboard_id in gone})

    def _read(self, root: Root, dashboard_id: str) -> Dashboard:
        dashboard = repository.get(root, dashboard_id)
        self._kept[dashboard_id] = _Kept(dashboard, dashboard.fetching)
        return dashboard
