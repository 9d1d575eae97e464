"""What the scheduler's tasks of a dashboard are called, by PyDash and in the log."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from pydash_app.dashboard.log_label import label_of


@dataclass(frozen=True, slots=True)
class DashboardTask:
    """The name of a task: which dashboard it is for, and what it does.

    Attributes:
        dashboard_name: only for the log; where it is another one, it is the same task.
    """

    kind: Literal["fetch", "probe", "compact"]
    dashboard_id: UUID
    dashboard_name: str | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """How the log names it."""
        if self.dashboard_name is None:
            return f"{self.kind} {self.dashboard_id}"
        return f"{self.kind} {label_of(self.dashboard_name, self.dashboard_id)}"


def fetch_name(dashboard_id: UUID, dashboard_name: str | None = None) -> DashboardTask:
    """The name of the task that fetches a dashboard."""
    return DashboardTask("fetch", dashboard_id, dashboard_name)


def probe_name(dashboard_id: UUID, dashboard_name: str | None = None) -> DashboardTask:
    """The name of the task that looks whether a dashboard's app answers."""
    return DashboardTask("probe", dashboard_id, dashboard_name)


def compact_name(dashboard_id: UUID, dashboard_name: str | None = None) -> DashboardTask:
    """The name of the task that packs a dashboard's calls."""
    return DashboardTask("compact", dashboard_id, dashboard_name)
