"""What the database holds of the leadership: two objects, because they change at different paces.

Who commits something as the leader also states that the lease is as they know it. That the leader
lives is written every few seconds, and must not get in the way of that.
"""

from persistent import Persistent


class Pulse(Persistent):
    """A count that the leader raises as long as it lives."""

    count = 0


class Lease(Persistent):
    """Who leads.

    Attributes:
        term: how often the leader has changed; only the newest term counts.
        holder_id: the leader's own, `None` where nobody leads.
        holder_name: for people.
        holder_place: where the leader keeps others from running, `None` where it can't.
        pulse: its sign of life.
    """

    term = 0
    holder_id: str | None = None
    holder_name: str | None = None
    holder_place: str | None = None

    def __init__(self) -> None:
        self.pulse = Pulse()
