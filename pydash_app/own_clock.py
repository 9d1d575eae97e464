"""Whether PyDash doubts its own clock: noted by those who look at apps, read by its health."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from pydash_app.database import Root

HOLDS_FOR = timedelta(hours=3)
"""Apps are looked at once an hour: what nobody has noted again for so long is over."""

TOLERANCE = timedelta(minutes=1)

_REPORT = "clock"


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """A reason to doubt this machine's clock.

    Attributes:
        offset_s: how far the apps' clocks are ahead of it; below 0, behind.
        since: when that was first noted.
        renewed_at: when it was last.
    """

    offset_s: float
    since: datetime
    renewed_at: datetime


def find_doubt(root: Root, *, now: datetime) -> ClockDoubt | None:
    """The doubt that holds now. One that was noted in the future ended with the wrong clock."""
    found = root["reports"].get(_REPORT)
    if found is None:
        return None
    doubt = ClockDoubt(**found)
    return doubt if -TOLERANCE <= now - doubt.renewed_at <= HOLDS_FOR else None


def note_doubt(root: Root, offset_s: float, *, now: datetime) -> None:
    """Note that it is probably this machine's clock that is wrong."""
    known = find_doubt(root, now=now)
    fresh = ClockDoubt(offset_s, now, now)
    doubt = fresh if known is None else replace(fresh, since=known.since)
    root["reports"][_REPORT] = asdict(doubt)


def forget_doubt(root: Root) -> None:
    """Note that this machine's clock is right."""
    if _REPORT in root["reports"]:
        del root["reports"][_REPORT]
