"""Registers a dashboard."""

import unicodedata
from datetime import datetime
from uuid import UUID

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.services.window_planning import first_window_s, history_from_s
from pydash_app.dashboard.token_cipher import encrypt_token
from pydash_app.dashboard.warnings import find_warnings
from pydash_app.database import Database, Root, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.remote import RemoteExam, RemoteGateway

LONGEST_NAME_CHARACTERS = 100


def register(
    database: Database,
    remotes: RemoteGateway,
    *,
    user_id: UUID,
    name: str,
    url: str,
    token: str,
    secret_key: bytes,
    now: datetime,
) -> UUID:
    """Watch another app. It is asked first, and nothing is stored unless it answers rightly.

    Raises:
        InvalidInputError: the name or the security code can't be used.
        RemoteError: url and security code don't lead to a dashboard; its code says why.
    """
    name = _check_name(name)
    if not token:
        raise _invalid("token", "Give the security code.")
    if not token.isprintable():  # among others, what JSON can hold and UTF-8 can't
        raise _invalid("token", "Use only characters that can be seen for the security code.")
    url = remotes.check_url(url)
    exam = remotes.examine(url, token)
    dashboard = Dashboard(
        owner_id=str(user_id),
        name=name,
        url=url,
        encrypted_token=encrypt_token(token, secret_key),
        fmd_version=exam.details.version,
        endpoint_names=[endpoint.name for endpoint in exam.endpoints],
        warning_codes=find_warnings(url, token),
        fetching=_first_fetching(exam, now),
        now=now,
    )
    dashboard_id = UUID(dashboard.id)
    _keep(database, dashboard)
    return dashboard_id


@transactional
def _keep(root: Root, dashboard: Dashboard) -> None:
    repository.add(root, dashboard)


def _first_fetching(exam: RemoteExam, now: datetime) -> FetchState:
    begin_s = history_from_s(exam.details.first_request_at, now)
    state = FetchState(
        history_from_s=begin_s,
        window_s=first_window_s(exam.details.total_requests, begin_s, now),
        now=now,
    )
    state.clock_lag_s = max(0.0, -(exam.clock_offset_s or 0.0))
    return state


def _check_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip()
    if not name:
        raise _invalid("name", "Give the dashboard a name.")
    if len(name) > LONGEST_NAME_CHARACTERS:
        raise _invalid("name", f"Use at most {LONGEST_NAME_CHARACTERS} characters for the name.")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise _invalid("name", "Use only characters that can be seen for the name.")
    return name


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
