"""The wire format of Flask-MonitoringDashboard 1.13."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeVar

import msgspec

from pydash_app.errors import BadRemoteDataError, UnsupportedVersionError
from pydash_app.measurements.window import Window
from pydash_app.remote.call_rows import LONGEST_TEXT_CHARACTERS, CallRow, parse_calls
from pydash_app.remote.fmd_details import parse_details
from pydash_app.remote.http_session import TOTAL_TIMEOUT_S, Answer, GuardedSession
from pydash_app.remote.http_status import require_ok
from pydash_app.remote.protocol import CallsAnswer, RemoteDetails, RemoteEndpoint
from pydash_app.remote.signed_json import is_signed, open_signed

_NULL = "None"
"""How FMD writes that there is no such instant."""

MOST_ENDPOINTS = 10_000
"""An app has some hundreds; their names are kept with the dashboard."""

RowT = TypeVar("RowT")


class _Rule(msgspec.Struct):
    """An endpoint as sent; all columns but the first may be null in FMD's table `rules`."""

    endpoint: str
    monitor: bool | int | None
    time_added: str
    version_added: str | None
    last_accessed: str


class Fmd113Client:
    """Speaks with one remote.

    Args:
        session: the way out.
        url: the dashboard's own address, as `check_url` gives it.
        token: its security code; it stays in here.
        total_timeout_s: seconds that one answer may take.
    """

    def __init__(
        self,
        session: GuardedSession,
        url: str,
        token: str,
        *,
        total_timeout_s: float = TOTAL_TIMEOUT_S,
    ) -> None:
        self._session = session
        self._total_timeout_s = total_timeout_s
        self._url = url
        self._token = token

    def get_details(self) -> RemoteDetails:
        """What the remote says of itself; `get_json_details` needs no security code.

        FMD 1.11 without a call, and 1.12, fail on this page alone, and are told from other
        failures by it.
        """
        answer = self._get("get_json_details")
        if answer.status == HTTPStatus.INTERNAL_SERVER_ERROR and self._exports_rules():
            raise UnsupportedVersionError(
                "An older Flask-MonitoringDashboard answers there, it seems 1.11 or 1.12, and "
                "PyDash reads version 1.13. Install Flask-MonitoringDashboard 1.13.1 in the app."
            )
        require_ok(answer, self._url)
        return parse_details(answer.body, answer.answered_at)

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """Its endpoints, from `get_json_monitor_rules`."""
        rules = self._list_signed(self._get("get_json_monitor_rules"), _Rule)
        if len(rules) > MOST_ENDPOINTS:
            raise BadRemoteDataError(
                f"The app says that it has more than {MOST_ENDPOINTS:,} endpoints. "
                "Check that the address is that of the right app."
            )
        try:
            return [_parse_rule(rule) for rule in rules]
        except ValueError as error:
            raise BadRemoteDataError(
                "The app's list of endpoints can't be read. "
                "Check that it runs an unchanged Flask-MonitoringDashboard 1.13."
            ) from error

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`, from `get_json_data/<after>/<until>`."""
        answer = self._get(f"get_json_data/{window.after_s}/{window.until_s}")
        batch = parse_calls(self._list_signed(answer, CallRow), window)
        return CallsAnswer(batch, answer.answered_at, len(answer.body))

    def _get(self, page: str) -> Answer:
        return self._session.get(f"{self._url}/{page}", total_timeout_s=self._total_timeout_s)

    def _list_signed(self, answer: Answer, row_type: type[RowT]) -> list[RowT]:
        require_ok(answer, self._url)
        if answer.body.startswith(b"ValueError"):  # said with status 200
            raise BadRemoteDataError(
                "The app does not understand which measurements PyDash asks for. "
                "Check that it runs an unchanged Flask-MonitoringDashboard 1.13."
            )
        return open_signed(answer.body, self._token, row_type)

    def _exports_rules(self) -> bool:
        answer = self._get("get_json_monitor_rules")
        return answer.status == HTTPStatus.OK and is_signed(answer.body)


def _parse_rule(rule: _Rule) -> RemoteEndpoint:
    """One endpoint; null counts as not monitored.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    if len(rule.endpoint) > LONGEST_TEXT_CHARACTERS:
        raise ValueError("no endpoint has so long a name")
    return RemoteEndpoint(
        name=rule.endpoint,
        is_monitored=bool(rule.monitor),
        added_at=_parse_instant(rule.time_added),
        first_version=str(rule.version_added),
        last_called_at=_parse_instant(rule.last_accessed),
    )


def _parse_instant(text: str) -> datetime | None:
    """An instant that FMD writes without its zone, which is UTC."""
    return None if text == _NULL else datetime.fromisoformat(text).replace(tzinfo=UTC)
