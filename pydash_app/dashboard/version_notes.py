"""What a release of Flask-MonitoringDashboard can't give, and which upgrade helps.

What makes figures look other than they are is a warning besides (`pydash_app.dashboard.warnings`).
"""

import re

_FIRST_WITHOUT_GROUPS = (2, 0)
_FIRST_WITH_STATUS_CODES = (3, 0)
_FIRST_WITH_STATUS_OF_ABORT = (3, 3)
_DEAF_OUTSIDE_UTC = ("4.0.5", "5.0.0")
"""Once they have an endpoint, they fail at their start: they ask a zone of pytz, which takes times
without a zone alone, for its distance at one with a zone. They say so in one line, and wrap no
view."""


def describe_limits(version: str) -> str | None:
    """The sentence for the owner of an app; `None` where nothing is missing.

    Args:
        version: of its Flask-MonitoringDashboard, such as `1.13.1`.

    Source:
        Flask-MonitoringDashboard 1.10.9 to 5.1.0, as tried by `make compat`.
    """
    release = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if release < _FIRST_WITHOUT_GROUPS:
        return (
            f"Flask-MonitoringDashboard {version} keeps no status codes, and leaves out calls "
            "whose view fails. Upgrade it to 5.1.0 and add fmd_export to the app to have both."
        )
    if release < _FIRST_WITH_STATUS_CODES:
        return (
            f"Flask-MonitoringDashboard {version} keeps neither status codes nor groups, and "
            "leaves out calls whose view fails. Upgrade it to 5.1.0 and add fmd_export to the app "
            "to have all of them."
        )
    if release < _FIRST_WITH_STATUS_OF_ABORT:
        return (
            f"Flask-MonitoringDashboard {version} keeps the status code 500 for whatever a view "
            "aborts with. Upgrade it to 5.1.0 for the right ones."
        )
    if version in _DEAF_OUTSIDE_UTC:
        return (
            f"Flask-MonitoringDashboard {version} measures nothing once its app was started "
            "again, except where the host's time zone is UTC. Upgrade it to 5.1.0, or set "
            "TIMEZONE = UTC in its configuration."
        )
    return None
