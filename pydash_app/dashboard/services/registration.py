"""Registers a dashboard."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydash_app.audit import record
from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.inputs import check_name, check_token
from pydash_app.dashboard.request_headers import GivenHeader, check_headers
from pydash_app.dashboard.services.clock_judging import CLOCK_OFF, judge_clock
from pydash_app.dashboard.services.search import find_app
from pydash_app.dashboard.services.window_planning import first_window_s, history_from_s
from pydash_app.dashboard.token_cipher import encrypt_headers, encrypt_token
from pydash_app.dashboard.warnings import find_warnings
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.remote import OwnHeaders, RemoteExam, RemoteGateway


def register(  # noqa: PLR0913  what the user says, and what it takes to check and keep it
    database: Database,
    remotes: RemoteGateway,
    *,
    user_id: UUID,
    name: str,
    url: str,
    token: str,
    headers: Sequence[GivenHeader] = (),
    secret_key: bytes,
    most_dashboards: int = 0,
    now: datetime,
) -> UUID:
    """Watch another app. It is asked first, and nothing is stored unless it answers rightly.

    Args:
        database: to keep it in.
        remotes: asks the app.
        user_id: whose dashboard it will be.
        name: as it is to be shown.
        url: of the app's Flask-MonitoringDashboard, or of one of its pages.
        token: its security code.
        headers: request headers that the app, or what stands before it, wants.
        secret_key: encrypts the security code and the headers.
        most_dashboards: that a user may have; 0 is no limit.
        now: the present instant.

    Raises:
        InvalidInputError: the name, the security code or a header can't be used, or there are
            too many dashboards.
        RemoteError: url and security code don't lead to a dashboard; its code says why.
    """
    name = check_name(name)
    check_token(token)
    urls = remotes.list_candidates(url)
    pairs = check_headers(headers)
    _check_quota(database, user_id, most_dashboards)
    app = find_app(remotes, urls, token, lambda url: OwnHeaders.bound_to(url, pairs))
    dashboard = Dashboard(
        owner_id=str(user_id),
        name=name,
        url=app.url,
        encrypted_token=encrypt_token(app.token, secret_key),
        fmd_version=app.exam.details.version,
        endpoint_names=[endpoint.name for endpoint in app.exam.endpoints],
        warning_codes=find_warnings(app.url, app.token, app.exam.details.wire),
        fetching=_first_fetching(app.exam, now),
        now=now,
    )
    dashboard.encrypted_headers = encrypt_headers(app.headers, secret_key)
    dashboard.header_names = app.headers.names
    dashboard_id = UUID(dashboard.id)
    _keep(database, dashboard, most_dashboards, app.exam.clock_offset_s, now=now)
    return dashboard_id


@reading
def _check_quota(root: Root, user_id: UUID, most_dashboards: int) -> None:
    _refuse_too_many(root, str(user_id), most_dashboards)


@transactional
def _keep(
    root: Root,
    dashboard: Dashboard,
    most_dashboards: int,
    clock_offset_s: float | None,
    *,
    now: datetime,
) -> None:
    _refuse_too_many(root, dashboard.owner_id, most_dashboards)  # there may be more by now
    repository.add(root, dashboard)
    if judge_clock(root, dashboard, clock_offset_s, now=now):
        dashboard.fetching.observed_codes = (CLOCK_OFF,)
    with_headers = ["headers"] if dashboard.header_names else []
    record(root, "dashboard_added", dashboard.subject, changed=with_headers)


def _refuse_too_many(root: Root, owner_id: str, most_count: int) -> None:
    if most_count and repository.count_owned(root, owner_id) >= most_count:
        raise InvalidInputError(
            f"You have {most_count} dashboards, and there can't be more. Delete one first.",
            code="quota_exceeded",
        )


def _first_fetching(exam: RemoteExam, now: datetime) -> FetchState:
    begin_s = history_from_s(exam.details.first_request_at, now)
    state = FetchState(
        history_from_s=begin_s,
        window_s=first_window_s(exam.details.total_requests, begin_s, now),
        now=now,
    )
    state.wire = exam.details.wire.value
    state.looked_at = now
    state.clock_lag_s = max(0.0, -(exam.clock_offset_s or 0.0))
    return state
