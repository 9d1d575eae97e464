import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pydash_app.errors import NotFmdError, UnsupportedVersionError
from pydash_app.remote import Wire
from pydash_app.remote.fmd_details import parse_details

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def make_details(**overrides: Any) -> bytes:
    fields = {
        "config-version": "2.0",
        "dashboard-version": "1.13.1",
        "first-request": 1795462571,
        "link": "dashboard",
        "total-requests": 301,
    }
    return json.dumps(fields | {key.replace("_", "-"): v for key, v in overrides.items()}).encode()


def test_all_that_a_remote_tells_of_itself_is_read() -> None:
    details = parse_details(make_details(), NOW)
    assert details.version == "1.13.1"
    assert details.first_request_at == datetime.fromtimestamp(1795462571, UTC)
    assert details.total_requests == 301
    assert details.app_version == "2.0"
    assert details.answered_at == NOW


def test_a_remote_without_a_call_has_no_first_one() -> None:
    details = parse_details(make_details(first_request=-1, total_requests=0), None)
    assert details.first_request_at is None
    assert details.answered_at is None


@pytest.mark.parametrize(
    ("version", "wire"),
    [
        ("1.13", Wire.FMD_1_13),
        ("1.13.12", Wire.FMD_1_13),
        ("2.0.7", Wire.FMD_2_0),
        ("2.0.0rc1", Wire.FMD_2_0),
    ],
)
def test_each_version_has_its_way(version: str, wire: Wire) -> None:
    details = parse_details(make_details(dashboard_version=version), NOW)
    assert (details.version, details.wire) == (version, wire)


@pytest.mark.parametrize("version", ["1.9.3", "1.14", "1.130.1", "2.1.4", "3.3.2", "11.13.1"])
def test_a_version_that_hands_out_nothing_is_refused_by_its_number(version: str) -> None:
    with pytest.raises(UnsupportedVersionError, match="fmd_export") as refusal:
        parse_details(make_details(dashboard_version=version), NOW)
    assert version in refusal.value.message


def test_the_details_of_1_10_tell_nothing_but_the_version() -> None:
    details = parse_details(b'{"version": "1.10.9"}', NOW)
    assert details.wire is Wire.FMD_1_10
    assert (details.version, details.first_request_at) == ("1.10.9", None)


def test_the_details_of_1_11_tell_the_first_call() -> None:
    details = parse_details(b'{"version": "1.11.5", "first_request": 1795462571.0}', NOW)
    assert details.wire is Wire.FMD_1_11
    assert details.first_request_at == datetime.fromtimestamp(1795462571, UTC)


def make_export(**export: Any) -> bytes:
    fields = {"config-version": "2.0", "dashboard-version": "5.1.0", "export": export}
    return json.dumps(fields).encode()


def test_an_export_is_used_where_there_is_one() -> None:
    details = parse_details(make_export(version=1, path="get_json_export"), NOW)
    assert (details.version, details.wire) == ("5.1.0", Wire.EXPORT_1)
    assert details.first_request_at is None


def test_an_export_of_the_future_is_refused() -> None:
    with pytest.raises(UnsupportedVersionError, match="newer than this PyDash"):
        parse_details(make_export(version=2), NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><title>Welcome</title>",
        b"null",
        b"[]",
        b"1",
        b'"dashboard-version"',
        b"{}",
        b'{"status": "ok"}',
        b'{"version": "1.13.1", "service": "another"}',
        b'{"version": "latest"}',
        b'{"version": 1}',
        make_details(dashboard_version=1.13),
        make_details(dashboard_version=None),
        make_details(dashboard_version="<script>"),
        make_details(first_request="yesterday"),
        make_details(first_request=10**18),
        make_details(total_requests=None),
        make_details(total_requests="many"),
        b"\xff\xfe",
    ],
)
def test_other_pages_are_no_fmd(body: bytes) -> None:
    with pytest.raises(NotFmdError) as refusal:
        parse_details(body, NOW)
    assert "/dashboard" in refusal.value.message
