"""What a release gives, by the calls that it measured itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.compatibility.remote_database import Call

APP_VERSION = "2.0-β"
"""Of the calls that `measured_app` serves."""

LATELY = timedelta(minutes=30)


@dataclass(frozen=True)
class Abilities:
    """What PyDash has of calls that were served live: each in a word or two, for the table."""

    times: str
    endpoints: str
    groups: str
    status_codes: str
    failing_views: str
    restarts: str

    def lacks(self) -> Sequence[str]:
        """Words that its owner must read somewhere."""
        wanted = {
            "clock": self.times == "by the host's clock",
            "when the app was started": self.times == "of the app's start",
            "without their names": self.endpoints == "by number",
            "groups": self.groups == "no",
            "status code": self.status_codes != "yes",
            "started again": self.restarts != "measured",
            "view": self.failing_views == "left out",
        }
        return [words for words, is_lacking in wanted.items() if is_lacking]


def find_abilities(
    stored: Sequence[Call], held: Sequence[Call], served_at: datetime, *, needs_utc: bool
) -> Abilities:
    """Find out what is there of the calls that were served.

    Args:
        stored: all that PyDash has.
        held: all that the remote has, with the names of their endpoints.
        served_at: when they were served, UTC.
        needs_utc: whether it is known to measure nothing after a second start elsewhere.
    """
    live = [call for call in stored if call.version == APP_VERSION]
    measured = {call.endpoint for call in held if call.version == APP_VERSION}
    return Abilities(
        times=_tell_times(live, served_at),
        endpoints="by name" if "home" in {call.endpoint for call in live} else "by number",
        groups="yes" if "zoë" in {call.group_by for call in live} else "no",
        status_codes=_tell_status_codes(live),
        failing_views="measured" if "broken" in measured else "left out",
        restarts="measured in UTC only" if needs_utc else "measured",
    )


def _tell_times(live: Sequence[Call], served_at: datetime) -> str:
    times_us = {call.called_at_us for call in live}
    if len(times_us) == 1:
        return "of the app's start"
    off_us = abs(max(times_us) - int(served_at.timestamp()) * 1_000_000)
    return "UTC" if off_us < LATELY / timedelta(microseconds=1) else "by the host's clock"


def _tell_status_codes(live: Sequence[Call]) -> str:
    if not any(call.status_code for call in live):
        return "no"
    aborted = {call.status_code for call in live if call.endpoint == "abort"}
    return "yes" if aborted == {404} else "500 for `abort(404)`"
