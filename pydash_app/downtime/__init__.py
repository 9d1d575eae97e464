"""When an app answered, and when it did not: probes, and what they add up to.

`probe_log` holds what was seen, `report` says of a range of time how much of it the app was down.
Knows nothing of users, of HTTP or of dashboards; may import `pydash_app.database`,
`pydash_app.errors` and the calendars of `pydash_app.statistics`.
"""

from pydash_app.downtime.probe_log import ProbeLog, Run
from pydash_app.downtime.report import DowntimeReport, report, uptime_ratios

__all__ = ["DowntimeReport", "ProbeLog", "Run", "report", "uptime_ratios"]
