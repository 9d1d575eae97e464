"""Finds out what answers at an address, and how it hands out its calls."""

from http import HTTPStatus

from pydash_app.remote.fmd_details import parse_details
from pydash_app.remote.http_session import Answer, GuardedSession
from pydash_app.remote.http_status import require_json, require_ok
from pydash_app.remote.protocol import RemoteDetails, Wire
from pydash_app.remote.signed_json import is_signed


def find_details(session: GuardedSession, url: str, *, total_timeout_s: float) -> RemoteDetails:
    """What a remote says of itself to anybody; nobody's security code is needed.

    Raises:
        NotFmdError: it is no Flask-MonitoringDashboard.
        UnsupportedVersionError: it is one that hands out no calls.
    """

    def ask(page: str) -> Answer:
        return session.get(f"{url}/{page}", total_timeout_s=total_timeout_s)

    answer = ask("get_json_details")
    if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR and _exports(
        ask("get_json_monitor_rules")
    ):
        has_old_page = ask("export-data").status != HTTPStatus.NOT_FOUND
        return _silent_details(answer, has_old_page=has_old_page)
    require_ok(answer, url)
    require_json(answer, url)
    return parse_details(answer.body, answer.answered_at, page=answer.url)


def _exports(rules: Answer) -> bool:
    return rules.status == HTTPStatus.OK and is_signed(rules.body)


def _silent_details(answer: Answer, *, has_old_page: bool) -> RemoteDetails:
    """What is known of 1.12, and of 1.11 before its first call: they fail on this page alone.

    Source:
        Flask-MonitoringDashboard 1.11.5, routings/export_data.py and database/function_calls.py;
        1.12.5, core/utils.py, which opens a file where it is not.
    """
    return RemoteDetails(
        version="1.11" if has_old_page else "1.12",
        wire=Wire.FMD_1_11 if has_old_page else Wire.FMD_1_12,
        first_request_at=None,
        total_requests=0,
        answered_at=answer.answered_at,
        app_version="",
    )
