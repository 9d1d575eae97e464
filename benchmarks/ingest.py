"""How fast calls get in: from the signed body of an answer to the commit."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

import jwt
import numpy as np

from benchmarks.seeding import cut, edges_of_windows, make_empty, store
from benchmarks.timing import time_once
from pydash_app.database import Database
from pydash_app.measurements.batch import MICROSECONDS, CallBatch
from pydash_app.measurements.window import Window
from pydash_app.remote.address_guard import AddressGuard
from pydash_app.remote.fmd_windows import Fmd113Client
from pydash_app.remote.http_session import Answer, GuardedSession

TOKEN = "a security code of 32 bytes or more"
URL = "http://127.0.0.1/dashboard"
BODIES = 15


@dataclass(frozen=True)
class Ingest:
    """How fast bodies of about 10,000 calls get in.

    Attributes:
        stored_a_s: calls a second from the body to the commit.
        decoded_a_s: calls a second that `jwt.decode` and `json.loads` alone read.
        parsed_a_s: calls a second without the commit.
        body_bytes: the size of a body.
    """

    stored_a_s: float
    parsed_a_s: float
    decoded_a_s: float
    body_bytes: float

    @property
    def ratio(self) -> float:
        """How much longer storing takes than decoding alone; below 1 it is faster."""
        return self.decoded_a_s / self.stored_a_s


class _Received(GuardedSession):
    """Gives a body that has been received already."""

    def __init__(self, body: bytes) -> None:
        super().__init__(AddressGuard())
        self._body = body

    def get(self, url: str, **_: object) -> Answer:
        """The answer to whatever is asked for."""
        return Answer(url, 200, "text/html", "", datetime.now(UTC), self._body)


def measure_ingest(database: Database, calls: CallBatch, end_at: datetime) -> Ingest:
    """Bring the first calls in once more, on a dashboard of somebody else.

    Both ways take the same body in turns, so that both meet the machine in the same mood.
    """
    dashboard_id = make_empty(database, end_at, name="bob")
    first_s = int(calls.called_at_us[0]) // MICROSECONDS - 1
    last_s = int(calls.called_at_us[-1]) // MICROSECONDS + 1
    windows = cut(calls, edges_of_windows(calls, first_s, last_s)[: BODIES + 2])
    rates = []
    for window, batch in windows:
        body = _write(batch)
        parsed: list[CallBatch] = []
        parsed_ms = time_once(lambda: parsed.append(_parse(body, window)))  # noqa: B023  at once
        stored_ms = time_once(lambda: store(database, dashboard_id, window, parsed[0], end_at))  # noqa: B023
        decoded_ms = time_once(lambda: _decode_as_in_2018(body))  # noqa: B023
        times_ms = np.array([parsed_ms + stored_ms, parsed_ms, decoded_ms])
        rates.append([*(len(batch) * 1000 / times_ms).tolist(), len(body)])
    # The first one pays for modules that are loaded late.
    return Ingest(*(median(column) for column in zip(*rates[1:], strict=True)))


def _parse(body: bytes, window: Window) -> CallBatch:
    return Fmd113Client(_Received(body), URL, TOKEN).get_calls(window).batch


def _decode_as_in_2018(body: bytes) -> Sequence[Any]:
    """Read a body as the first PyDash did.

    Source:
        PyDash.io 0.1, pydash_app/fmd/requester.py.
    """
    message = body.decode("utf-8")
    rows: Sequence[Any] = json.loads(jwt.decode(message, TOKEN, algorithms=["HS256"])["data"])
    return rows


def _write(batch: CallBatch) -> bytes:
    """The body in which FMD 1.13 would send these calls.

    Source:
        Flask-MonitoringDashboard 1.13.1, views/export/json.py.
    """
    times = batch.called_at_us.astype("datetime64[us]").tolist()
    texts = {
        name: [column.texts[code] for code in column.codes.tolist()]
        for name in ("endpoint", "version", "ip", "group_by")
        for column in [batch.text_column(name)]
    }
    rows = [
        {
            "endpoint": endpoint,
            "execution_time": duration_ms,
            "group_by": group,
            "ip": ip,
            "time": str(time),
            "version": version,
        }
        for endpoint, duration_ms, group, ip, time, version in zip(
            texts["endpoint"],
            batch.duration_ms.astype(np.float64).tolist(),
            texts["group_by"],
            texts["ip"],
            times,
            texts["version"],
            strict=True,
        )
    ]
    return jwt.encode({"data": json.dumps(rows)}, TOKEN, algorithm="HS256").encode("ascii")
