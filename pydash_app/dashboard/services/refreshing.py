"""Fetches a dashboard before its time, because its owner asks for it."""

import math
from datetime import datetime
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import FetchState
from pydash_app.database import Root, transactional
from pydash_app.errors import AppBusyError, TooManyRequestsError
from pydash_app.remote import LONGEST_WAIT_S
from pydash_app.remote.retry_after import in_words


@transactional
def refresh(
    root: Root, user_id: UUID, dashboard_id: UUID, *, least_interval_s: float, now: datetime
) -> None:
    """Let the scheduler fetch a dashboard now. It sees that within a second.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
        TooManyRequestsError: the app was asked a moment ago; it says when to come back.
    """
    dashboard = repository.get_owned(root, str(user_id), str(dashboard_id))
    fetch_soon(dashboard.fetching, least_interval_s=least_interval_s, now=now)


def fetch_soon(fetching: FetchState, *, least_interval_s: float, now: datetime) -> None:
    """Have a dashboard fetched now, unless its app was asked a moment ago.

    Raises:
        TooManyRequestsError: it was; it says when to come back.
    """
    _refuse_while_asked_to_wait(fetching, now)
    latest = [at for at in (fetching.last_fetch_at, fetching.refreshed_at) if at is not None]
    # An instant of the future says nothing: a clock was wrong when it was written.
    passed_s = min(((now - at).total_seconds() for at in latest if at <= now), default=math.inf)
    if passed_s < least_interval_s:
        raise TooManyRequestsError(
            "The app was asked a moment ago. Try again in a few minutes.",
            code="fetched_a_moment_ago",
            retry_after_s=math.ceil(least_interval_s - passed_s),
        )
    fetching.refreshed_at = now
    fetching.next_fetch_at = min(fetching.next_fetch_at, now)


def _refuse_while_asked_to_wait(fetching: FetchState, now: datetime) -> None:
    wait_s = (fetching.next_fetch_at - now).total_seconds()
    if fetching.error_code == AppBusyError.code and 0 < wait_s <= LONGEST_WAIT_S:
        left_s = math.ceil(wait_s)
        raise TooManyRequestsError(
            f"The app asks to be left alone. PyDash asks it again in {in_words(left_s)}.",
            code="app_asked_to_wait",
            retry_after_s=left_s,
        )
