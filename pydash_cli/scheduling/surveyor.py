"""Lets the scheduler look around now and then, for /metrics and /api/health."""

import shutil
from collections.abc import Callable
from datetime import datetime

from periodic_tasks import TaskScheduler
from pydash_app import health, metrics
from pydash_app.database import Database
from pydash_app.health.survey import Survey, take_survey
from pydash_app.settings import Settings
from pydash_cli.scheduling.reconciler import Reconciler

SURVEY_INTERVAL_S = 15.0


class Surveyor:
    """Counts what there is to count in this installation."""

    def __init__(
        self,
        scheduler: TaskScheduler,
        reconciler: Reconciler,
        database: Database,
        settings: Settings,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._scheduler = scheduler
        self._reconciler = reconciler
        self._database = database
        self._settings = settings
        self._now = now

    def look_around(self) -> None:
        """Set the gauges, and leave in the database what was seen.

        Raises:
            UnavailableError: the database can't be reached.
        """
        gauges = metrics.current().scheduler
        gauges.tasks_known.set(len(self._scheduler.list_names()))
        gauges.tasks_running.set(len(self._scheduler.list_running()))
        disk = shutil.disk_usage(self._settings.data_dir)
        gauges.disk_free_bytes.set(disk.free)
        gauges.disk_bytes.set(disk.total)
        schedules = self._reconciler.list_schedules()
        survey = take_survey(self._database, schedules, now=self._now())
        gauges.database_bytes.set(self._database.size_bytes())
        _show(survey)
        health.report(self._database, survey)


def _show(survey: Survey) -> None:
    gauges = metrics.current().scheduler
    gauges.users.set(survey.user_count)
    for state, count in survey.dashboard_counts.items():
        gauges.dashboards.labels(state).set(count)
    gauges.fetches_overdue.set(survey.overdue_count)
    gauges.longest_delay.set(survey.longest_delay_s)
    gauges.longest_lag.set(survey.longest_lag_s)
    gauges.mails_waiting.set(survey.mail_count)
    gauges.oldest_mail_age.set(survey.oldest_mail_age_s)
    gauges.last_pack.set(0 if survey.packed_at is None else survey.packed_at.timestamp())
    gauges.surveyed_at.set(survey.taken_at.timestamp())
