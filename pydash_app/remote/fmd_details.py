"""FMD's `get_json_details`: it tells the version, and so how the calls are handed out."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from pydash_app.remote.protocol import RemoteDetails, Wire
from pydash_app.remote.refusals import refuse, shown

_VERSION = re.compile(r"\d{1,4}(\.\w{1,9}){1,5}", re.ASCII)
_NO_REQUEST_YET = -1
_EXPORT_VERSION = 1

_WIRES: Mapping[str, Wire] = {
    "1.10": Wire.FMD_1_10,
    "1.11": Wire.FMD_1_11,
    "1.12": Wire.FMD_1_12,
    "1.13": Wire.FMD_1_13,
    "2.0": Wire.FMD_2_0,
}


def parse_details(
    body: bytes, answered_at: datetime | None, *, page: str = "get_json_details"
) -> RemoteDetails:
    """The details of a Flask-MonitoringDashboard, and how it hands out its calls.

    Args:
        body: as sent.
        answered_at: the remote's own clock.
        page: what was asked for.

    Raises:
        NotFmdError: it is something else's page.
        UnsupportedVersionError: nothing is handed out.

    Source:
        Flask-MonitoringDashboard 1.10.9 and 1.11.5, routings/export_data.py; 1.13.1 and 2.0.7,
        core/utils.py; fmd_export/README.md.
    """
    try:
        fields = orjson.loads(body)
        version = _version_of(fields)
        wire = _wire_of(fields, version)
        return RemoteDetails(
            version=version,
            wire=wire,
            first_request_at=_parse_instant(_first_request(fields, wire)),
            total_requests=int(fields["total-requests"]) if _tells_all(wire) else 0,
            answered_at=answered_at,
            app_version="" if wire.is_local_time else str(fields["config-version"]),
        )
    except (
        orjson.JSONDecodeError,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        OSError,
    ) as error:
        raise refuse("other_json", page=shown(page)) from error


def _version_of(fields: Mapping[str, Any]) -> str:
    """Its version; 1.10 and 1.11 have another key for it, and few others beside."""
    if set(fields) <= {"version", "first_request"}:
        version = fields["version"]
    else:
        version = fields["dashboard-version"]
    if not _VERSION.fullmatch(version):
        raise ValueError("no version")
    return str(version)


def _wire_of(fields: Mapping[str, Any], version: str) -> Wire:
    export = fields.get("export")
    if isinstance(export, dict):
        if export.get("version") == _EXPORT_VERSION:
            return Wire.EXPORT_1
        raise refuse("newer_export")
    release = ".".join(version.split(".")[:2])
    if release not in _WIRES:
        raise refuse("no_export", version=version)
    return _WIRES[release]


def _tells_all(wire: Wire) -> bool:
    return wire in (Wire.FMD_1_13, Wire.FMD_2_0)


def _first_request(fields: Mapping[str, Any], wire: Wire) -> float:
    if wire is Wire.FMD_1_11:
        return float(fields["first_request"])
    return int(fields["first-request"]) if _tells_all(wire) else _NO_REQUEST_YET


def _parse_instant(unix_s: float) -> datetime | None:
    return None if unix_s == _NO_REQUEST_YET else datetime.fromtimestamp(unix_s, UTC)
