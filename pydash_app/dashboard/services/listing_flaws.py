"""Lists what of an app's rows could not be kept as it came, for the owner to look up."""

from dataclasses import dataclass
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.flaw_warnings import WHY, order_of
from pydash_app.database import Root, reading
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.flaws import NamedFlaw, Reason


@dataclass(frozen=True, slots=True)
class FlawView:
    """A value that could not be kept as it came.

    Attributes:
        place: of its row in the app's database, as far as the app says it.
        is_call_kept: whether the row became a call all the same.
        message: the reason in a sentence.
    """

    place: str
    column: str
    reason: Reason
    is_call_kept: bool
    message: str


@dataclass(frozen=True, slots=True)
class FlawCount:
    """How many values of a column had the same flaw."""

    column: str
    reason: Reason
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class FlawPage:
    """Some of those that are named, newest first, and the numbers of all.

    Attributes:
        next_cursor: where the next page begins; `None` where this is the last.
    """

    flaws: list[FlawView]
    counts: list[FlawCount]
    next_cursor: str | None


@reading
def list_flaws(
    root: Root, user_id: UUID, dashboard_id: UUID, *, cursor: str | None, limit: int
) -> FlawPage:
    """A page of what could not be kept as it came.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    log = measurements.get(root, dashboard.id).flaws
    found = log.list_before(None if cursor is None else int(cursor), limit + 1)
    shown = found[:limit]
    in_order = sorted(log.counts.items(), key=lambda item: (order_of(item[0][1]), item[0][0]))
    return FlawPage(
        flaws=[_view(flaw) for flaw in shown],
        counts=[
            FlawCount(column, reason, count, WHY[reason]) for (column, reason), count in in_order
        ],
        next_cursor=str(shown[-1].number) if len(found) > limit else None,
    )


def _view(flaw: NamedFlaw) -> FlawView:
    return FlawView(flaw.place, flaw.column, flaw.reason, flaw.is_call_kept, WHY[flaw.reason])
