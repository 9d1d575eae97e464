"""The wire format of FMD 1.13: JSON in a JSON string in a JSON Web Token, readable by anyone.

Source:
    Flask-MonitoringDashboard 1.13.1, views/export/json.py.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import jwt

from fmd_export import reading

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  FMD's database holds UTC and no zone
_NO_REQUEST_YET = -1
_KEYS = ("endpoint", "execution_time", "time", "version", "group_by", "ip")


def parse_instant(unix_s: str) -> datetime:
    """An instant as asked for, naive UTC.

    Raises:
        ValueError: it is no whole number, or in no calendar.
    """
    try:
        return EPOCH + timedelta(seconds=int(unix_s))
    except OverflowError as error:
        raise ValueError(str(error)) from error


def calls(after_at: datetime, until_at: datetime | None, token: str) -> str:
    """The calls with `after_at < time <= until_at`, signed."""
    rows = reading.list_calls_between(after_at, until_at)
    return _sign([_to_call(row) for row in rows], token)


def rules(token: str) -> str:
    """The endpoints, signed."""
    return _sign(
        [
            {
                "endpoint": name,
                "monitor": bool(level),
                "time_added": str(added_at),
                "version_added": version,
                "last_accessed": str(last_requested_at),
            }
            for name, level, added_at, version, last_requested_at in reading.list_endpoints()
        ],
        token,
    )


def extent() -> dict[str, int]:
    """What 1.13 told anybody of its calls."""
    first_at, count = reading.find_extent()
    first_s = _NO_REQUEST_YET if first_at is None else int((first_at - EPOCH).total_seconds())
    return {"first-request": first_s, "total-requests": count}


def _to_call(row: Any) -> dict[str, object]:
    _, endpoint, duration, time, version, group_by, ip, *_ = row
    group = "None" if group_by is None else group_by
    return dict(zip(_KEYS, (endpoint, duration, str(time), version, group, ip)))


def _sign(data: list[dict[str, object]], token: str) -> str:
    return jwt.encode({"data": json.dumps(data)}, token, algorithm="HS256")
