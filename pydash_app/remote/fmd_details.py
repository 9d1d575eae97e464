"""FMD's `get_json_details`: from it the version is known, which decides about the rest."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from pydash_app.errors import NotFmdError, UnsupportedVersionError
from pydash_app.remote.http_status import WHERE_IT_IS
from pydash_app.remote.protocol import RemoteDetails

_VERSION = re.compile(r"\d{1,4}(\.\w{1,9}){1,5}", re.ASCII)
_SUPPORTED = re.compile(r"1\.13(\.\d+)*", re.ASCII)
_NO_REQUEST_YET = -1


def parse_details(body: bytes, answered_at: datetime | None) -> RemoteDetails:
    """The details of an FMD 1.13.

    Raises:
        NotFmdError: it is something else's page.
        UnsupportedVersionError: it is another version's.

    Source:
        Flask-MonitoringDashboard 1.13.1, core/utils.py.
    """
    try:
        fields = orjson.loads(body)
        version = _version_of(fields)
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise _not_fmd() from error
    if not _SUPPORTED.fullmatch(version):
        raise UnsupportedVersionError(
            f"Flask-MonitoringDashboard {version} answers there, and PyDash reads version 1.13. "
            "Install Flask-MonitoringDashboard 1.13.1 in the app."
        )
    try:
        return RemoteDetails(
            version=version,
            first_request_at=_parse_instant(fields["first-request"]),
            total_requests=int(fields["total-requests"]),
            answered_at=answered_at,
            app_version=str(fields["config-version"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise _not_fmd() from error


def _version_of(fields: Mapping[str, Any]) -> str:
    """Its version; 1.10 and 1.11 have another key for it, and few others beside."""
    if set(fields) <= {"version", "first_request"}:
        version = fields["version"]
    else:
        version = fields["dashboard-version"]
    if not _VERSION.fullmatch(version):
        raise _not_fmd()
    return str(version)


def _parse_instant(unix_s: int) -> datetime | None:
    return None if unix_s == _NO_REQUEST_YET else datetime.fromtimestamp(unix_s, UTC)


def _not_fmd() -> NotFmdError:
    return NotFmdError(
        f"What answers at that address is no Flask-MonitoringDashboard. {WHERE_IT_IS}"
    )
