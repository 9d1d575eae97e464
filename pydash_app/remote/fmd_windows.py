"""The wire formats that hand out calls in windows of seconds: FMD 1.10 to 2.0."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from pydash_app.errors import BadRemoteDataError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.text_limits import cut
from pydash_app.measurements.window import Window
from pydash_app.remote.call_rows import CallRow, parse_calls
from pydash_app.remote.http_session import TOTAL_TIMEOUT_S, Answer, GuardedSession
from pydash_app.remote.http_status import require_ok
from pydash_app.remote.protocol import CallsAnswer, RemoteEndpoint
from pydash_app.remote.signed_json import open_signed

_NULL = "None"
"""How FMD writes that there is no such instant."""

_END_OF_TIME_S = 253_402_300_799
"""The last second of the year 9999, behind which FMD's calendar ends."""

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


class _NumberedCall(msgspec.Struct, gc=False):
    """A row as FMD 2.0 sends it."""

    endpoint_id: int | None
    execution_time: float = msgspec.field(name="duration")
    time: str = msgspec.field(name="time_requested")
    version: str | None = msgspec.field(name="version_requested")
    group_by: str | None
    ip: str

    @property
    def endpoint(self) -> str:
        """What can be said of it: which name belongs to the number, 2.0 does not tell."""
        return "None" if self.endpoint_id is None else f"endpoint {self.endpoint_id}"

    @property
    def place(self) -> str:
        """These rows have no number: the time is all there is to find one by."""
        return f"the call of {self.time}"


class Fmd113Client:
    """Speaks with one remote of 1.12 or 1.13.

    Args:
        session: the way out.
        url: the dashboard's own address, as `check_url` gives it.
        token: its security code; it stays in here.
        total_timeout_s: seconds that one answer may take.
    """

    _row_type: type[CallRow | _NumberedCall] = CallRow

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
        try:
            return [_parse_rule(rule) for rule in rules]
        except ValueError as error:
            raise BadRemoteDataError(
                "The app's list of endpoints can't be read. "
                "Check that it runs an unchanged Flask-MonitoringDashboard."
            ) from error

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`, from `get_json_data/<after>/<until>`."""
        answer = self._get(f"get_json_data/{window.after_s}/{window.until_s}")
        return _answered(answer, self._parse(self._list_signed(answer, self._row_type), window))

    def get_calls_after(self, after_s: int) -> CallsAnswer:
        """All calls served after a second, from `get_json_data/<after>`."""
        answer = self._get(f"get_json_data/{after_s}")
        window = Window(after_s, _END_OF_TIME_S)
        return _answered(answer, self._parse(self._list_signed(answer, self._row_type), window))

    def _parse(self, rows: Sequence[CallRow | _NumberedCall], window: Window) -> CallBatch:
        return parse_calls(rows, window)

    def _get(self, page: str) -> Answer:
        return self._session.get(f"{self._url}/{page}", total_timeout_s=self._total_timeout_s)

    def _list_signed(self, answer: Answer, row_type: type[RowT]) -> list[RowT]:
        require_ok(answer, self._url)
        if answer.body.startswith(b"ValueError"):  # said with status 200
            raise BadRemoteDataError(
                "The app does not understand which measurements PyDash asks for. "
                "Check that it runs an unchanged Flask-MonitoringDashboard."
            )
        return open_signed(answer.body, self._token, row_type)


class Fmd111Client(Fmd113Client):
    """Speaks with one remote of 1.11, whose times and windows are of its host's clock."""

    def _parse(self, rows: Sequence[CallRow | _NumberedCall], window: Window) -> CallBatch:
        return parse_calls(rows, window, is_start_sent=True)


class Fmd110Client(Fmd111Client):
    """Speaks with one remote of 1.10, which knows no end of a window."""

    def get_calls(self, window: Window) -> CallsAnswer:
        """The calls served within `window`; all that came later are sent, too."""
        answer = self.get_calls_after(window.after_s)
        return CallsAnswer(answer.batch.within(window), answer.remote_now_at, answer.body_bytes)


class Fmd200Client(Fmd113Client):
    """Speaks with one remote of 2.0, which hands out no names of endpoints with its calls."""

    _row_type = _NumberedCall

    def list_endpoints(self) -> list[RemoteEndpoint]:
        """None: their names are there, but not which number each has. The token is tried out."""
        self._list_signed(self._get("get_json_monitor_rules"), _NamedRule)
        return []


def _answered(answer: Answer, batch: CallBatch) -> CallsAnswer:
    return CallsAnswer(batch, answer.answered_at, len(answer.body))


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
    """An instant that FMD writes without its zone, which is UTC."""
    return None if text == _NULL else datetime.fromisoformat(text).replace(tzinfo=UTC)
