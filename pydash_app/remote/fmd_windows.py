"""The wire formats that hand out calls in windows of seconds: FMD 1.10 to 2.0."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TypeVar

import msgspec

from pydash_app.errors import AnswerTooLargeError, BadRemoteDataError
from pydash_app.measurements.text_limits import cut
from pydash_app.measurements.window import Window
from pydash_app.remote.call_rows import CallRow, parse_calls, to_batch
from pydash_app.remote.cell_values import read_time
from pydash_app.remote.http_session import TOTAL_TIMEOUT_S, Answer, GuardedSession
from pydash_app.remote.http_status import require_ok
from pydash_app.remote.loose_rows import MISSING, NAMES, LooseRow
from pydash_app.remote.protocol import CallsAnswer, RemoteEndpoint
from pydash_app.remote.signed_json import open_signed
from pydash_app.remote.window_rows import NAMES_OF_1, NAMES_OF_2_0, NumberedCall, loosen

_NULL = "None"
"""How FMD writes that there is no such instant."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_END_OF_TIME_S = 253_402_300_799
"""The last second of the year 9999, behind which FMD's calendar ends."""

_BEFORE_ALL_CALLS = "get_json_data/1/2"
"""An app that refuses this one as well refuses whatever it is asked."""

RowT = TypeVar("RowT")


class _Rule(msgspec.Struct):
    """An endpoint as sent; all columns but the first may be null in FMD's table `rules`."""

    endpoint: str
    monitor: bool | int | None
    time_added: str
    version_added: str | None
    last_accessed: str


class _NamedRule(msgspec.Struct):
    """An endpoint as FMD 2.0 sends it."""

    name: str


class Fmd113Client:
    """Speaks with one remote of 1.12 or 1.13.

    Args:
        session: the way out.
        url: the dashboard's own address, as `check_url` gives it.
        token: its security code; it stays in here.
        total_timeout_s: seconds that one answer may take.
    """

    _row_type: type[CallRow | NumberedCall] = CallRow
    _names = NAMES_OF_1
    _is_start_sent = False

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

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """Its endpoints, from `get_json_monitor_rules`."""
        rules = self._list_signed(self._get("get_json_monitor_rules"), _Rule)
        return [_parse_rule(rule) for rule in rules if isinstance(rule, _Rule)]

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`, from `get_json_data/<after>/<until>`."""
        answer = self._get(f"get_json_data/{window.after_s}/{window.until_s}")
        if not _is_refused(answer) or _is_refused(self._get(_BEFORE_ALL_CALLS)):
            return self._answered(answer, window)
        if window.length_s > 1:
            raise AnswerTooLargeError(
                "The app can't hand out some of its calls: what its database holds of them may be "
                "none. PyDash asks for fewer at once, until it has found them and all others."
            )
        nothing = LooseRow((MISSING,) * len(NAMES), _second_of(window), ("row", "unreadable"))
        return CallsAnswer(to_batch([nothing]), answer.answered_at, len(answer.body))

    def get_calls_after(self, after_s: int) -> CallsAnswer:
        """All calls served after a second, from `get_json_data/<after>`."""
        answer = self._get(f"get_json_data/{after_s}")
        return self._answered(answer, Window(after_s, _END_OF_TIME_S))

    def _answered(self, answer: Answer, window: Window) -> CallsAnswer:
        read = self._list_signed(answer, self._row_type, _describe(window))
        batch = parse_calls(read, window, is_start_sent=self._is_start_sent)
        return CallsAnswer(batch, answer.answered_at, len(answer.body))

    def _get(self, page: str) -> Answer:
        return self._session.get(f"{self._url}/{page}", total_timeout_s=self._total_timeout_s)

    def _list_signed(
        self, answer: Answer, row_type: type[RowT], where: str = ""
    ) -> list[RowT | LooseRow]:
        require_ok(answer, self._url)
        if answer.body.startswith(b"ValueError"):
            raise BadRemoteDataError(
                "The app does not understand which measurements PyDash asks for. "
                "Check that it runs an unchanged Flask-MonitoringDashboard."
            )

        def loosen_one(value: object, number: int) -> LooseRow:
            return loosen(value, self._names, number, where)

        return open_signed(answer.body, self._token, row_type, loosen_one)


class Fmd111Client(Fmd113Client):
    """Speaks with one remote of 1.11, whose times and windows are of its host's clock."""

    _is_start_sent = True


class Fmd110Client(Fmd111Client):
    """Speaks with one remote of 1.10, which knows no end of a window."""

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`; all that came later are sent, too."""
        answer = self.get_calls_after(window.after_s)
        return CallsAnswer(answer.batch.within(window), answer.remote_now_at, answer.body_bytes)


class Fmd200Client(Fmd113Client):
    """Speaks with one remote of 2.0, which hands out no names of endpoints with its calls."""

    _row_type = NumberedCall
    _names = NAMES_OF_2_0

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """None: their names are there, but not which number each has. The token is tried out."""
        self._list_signed(self._get("get_json_monitor_rules"), _NamedRule)
        return []


def _is_refused(answer: Answer) -> bool:
    """Whether FMD could not read what was asked, or what is in its own database.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py: some it says with status 200.
    """
    is_error = answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    return is_error or answer.body.startswith(b"ValueError")


def _second_of(window: Window) -> str:
    until = datetime.fromtimestamp(window.until_s, UTC)
    return f"all calls of the second before {until:%Y-%m-%d %H:%M:%S} UTC"


def _describe(window: Window) -> str:
    after, until = (datetime.fromtimestamp(s, UTC) for s in (window.after_s, window.until_s))
    return f"of the calls from {after:%Y-%m-%d %H:%M:%S} to {until:%Y-%m-%d %H:%M:%S} UTC"


def _parse_rule(rule: _Rule) -> RemoteEndpoint:
    """One endpoint; null counts as not monitored.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    return RemoteEndpoint(
        name=cut(rule.endpoint),
        is_monitored=bool(rule.monitor),
        added_at=_parse_instant(rule.time_added),
        first_version=str(rule.version_added),
        last_called_at=_parse_instant(rule.last_accessed),
    )


def _parse_instant(text: str) -> datetime | None:
    """An instant that FMD writes without its zone, which is UTC; `None` where it can't be."""
    instant_us = None if text == _NULL else read_time(text)[0]
    return None if instant_us is None else EPOCH + timedelta(microseconds=instant_us)
