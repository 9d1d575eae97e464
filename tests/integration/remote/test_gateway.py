"""What the gateway makes of remotes that are no FMD, or no honest one."""

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest

from pydash_app import errors
from pydash_app.measurements.window import Window
from pydash_app.remote import RemoteExam, RemoteGateway
from tests.remotes.lies import DETAILS, TOKEN, make_pages, sign
from tests.remotes.lying_server import Lie, Lies, answering, serve

WINDOW = Window(1_795_000_000, 1_796_000_000)


def examine(gateway: RemoteGateway, lies: Lies, token: str = TOKEN) -> RemoteExam:
    with serve(lies) as server:
        return gateway.examine(server.url, token)


def test_an_honest_remote_passes(gateway: RemoteGateway) -> None:
    exam = examine(gateway, make_pages())
    assert exam.details.version == "1.13.1"
    assert exam.endpoints == []
    assert exam.clock_offset_s is None


def test_an_app_with_long_names_and_many_endpoints_passes(gateway: RemoteGateway) -> None:
    rules = [RULE | {"endpoint": f"{number} {'x' * 2000}"} for number in range(5000)]
    exam = examine(gateway, make_pages(get_json_monitor_rules=answering(sign(rules))))
    assert {len(endpoint.name) for endpoint in exam.endpoints} == {1024}
    assert len({endpoint.name for endpoint in exam.endpoints}) == 5000


def test_the_clocks_difference_is_told_to_about_a_second() -> None:
    now = datetime(2026, 11, 23, 12, 0, 0, 250_000, tzinfo=UTC)
    gateway = RemoteGateway([ip_network("127.0.0.0/8")], now=lambda: now)
    ahead = answering(DETAILS, headers=("Date: Mon, 23 Nov 2026 13:00:00 GMT",))
    exam = examine(gateway, make_pages(get_json_details=ahead))
    assert exam.clock_offset_s == pytest.approx(3600, abs=1)


def test_slashes_query_and_fragment_of_the_address_are_not_asked_for(
    gateway: RemoteGateway,
) -> None:
    with serve(make_pages()) as server:
        gateway.examine(server.url + "//?query#fragment", TOKEN)
    lines = [request.splitlines()[0] for request in server.requests]
    assert lines == [
        "GET /dashboard/get_json_details HTTP/1.1",
        "GET /dashboard/get_json_monitor_rules HTTP/1.1",
    ]


HTML = answering(b"<!doctype html><title>Welcome</title>", headers=("Content-Type: text/html",))
FAILING = answering(b"Internal Server Error", status="500 Internal Server Error")
TO_LOGIN = answering(b"", status="302 Found", headers=("Location: /dashboard/login",))
UNSIGNED = b"eyJhbGciOiJub25lIn0.eyJkYXRhIjoiW10ifQ."  # {"alg":"none"} {"data":"[]"}
FMD_5_1 = DETAILS.replace(b"1.13.1", b"5.1.0")

RULE = {
    "endpoint": "items",
    "last_accessed": "None",
    "monitor": True,
    "time_added": "2026-11-23 19:36:16.992189",
    "version_added": "2.0",
}


@pytest.mark.parametrize(
    ("lies", "kind", "words"),
    [
        (HTML, errors.NotFmdError, "is no Flask-MonitoringDashboard"),
        ({}, errors.NotFmdError, "HTTP 404"),
        (answering(b'{"status": "ok"}'), errors.NotFmdError, "is no Flask-MonitoringDashboard"),
        (answering(b""), errors.NotFmdError, "is no Flask-MonitoringDashboard"),
        (FAILING, errors.UnreachableError, "HTTP 500"),
        (TO_LOGIN, errors.UnsupportedVersionError, "fmd_export"),
        (make_pages(get_json_details=answering(FMD_5_1)), errors.UnsupportedVersionError, "5.1.0"),
        (make_pages(get_json_monitor_rules=HTML), errors.NotFmdError, "not signed"),
        (make_pages(get_json_monitor_rules=FAILING), errors.UnreachableError, "HTTP 500"),
        (
            make_pages(get_json_monitor_rules=answering(b"ValueError: no")),
            errors.BadRemoteDataError,
            "does not understand",
        ),
    ],
)
def test_each_thing_that_is_no_fmd_1_13_has_its_own_sentence(
    gateway: RemoteGateway, lies: Lies, kind: type[errors.RemoteError], words: str
) -> None:
    with pytest.raises(kind) as refusal:
        examine(gateway, lies)
    assert words in refusal.value.message
    assert refusal.value.fields == {"url": refusal.value.message}


def test_a_bad_row_in_the_list_of_endpoints_costs_none_of_the_others(
    gateway: RemoteGateway,
) -> None:
    rules = [RULE, {"endpoint": 1}, None, RULE | {"endpoint": "cart", "time_added": "soon"}]
    found = examine(gateway, make_pages(get_json_monitor_rules=answering(sign(rules)))).endpoints
    assert [(one.name, one.added_at is None) for one in found] == [
        ("items", False),
        ("cart", True),
    ]


@pytest.mark.parametrize(
    "body",
    [sign([], "another code"), sign([], TOKEN, "HS512"), UNSIGNED],
    ids=["another code", "HS512", "none"],
)
def test_what_is_not_signed_with_the_security_code_blames_it(
    gateway: RemoteGateway, body: bytes
) -> None:
    with pytest.raises(errors.WrongTokenError) as refusal:
        examine(gateway, make_pages(get_json_monitor_rules=answering(body)))
    assert refusal.value.fields == {"token": refusal.value.message}
    assert TOKEN not in repr(refusal.value)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answering(b"ValueError: invalid literal for int()"), errors.BadRemoteDataError),
        (answering(sign({})), errors.BadRemoteDataError),
        (answering(sign([], "another code")), errors.WrongTokenError),
        (HTML, errors.NotFmdError),
        (TO_LOGIN, errors.UnsupportedVersionError),
        (FAILING, errors.UnreachableError),
    ],
)
def test_calls_that_can_not_be_had_are_refused(
    gateway: RemoteGateway, answer: Lie, kind: type[errors.RemoteError]
) -> None:
    with serve(make_pages(get_json_data=answer)) as server, pytest.raises(kind):
        gateway.open_windows(server.url, TOKEN).get_calls(WINDOW)


def test_a_window_is_asked_for_in_whole_seconds(gateway: RemoteGateway) -> None:
    with serve(make_pages()) as server:
        assert len(gateway.open_windows(server.url, TOKEN).get_calls(WINDOW).batch) == 0
    assert "/dashboard/get_json_data/1795000000/1796000000 HTTP/1.1" in server.requests[0]


def test_a_client_does_not_show_its_security_code(gateway: RemoteGateway) -> None:
    client = gateway.open_windows("http://127.0.0.1:1/dashboard", TOKEN)
    assert TOKEN not in repr(client)
    with pytest.raises(errors.UnreachableError) as refusal:
        client.list_endpoints()
    assert TOKEN not in repr(refusal.value.__cause__)


def test_loopback_is_refused_unless_opened() -> None:
    with serve(make_pages()) as server, pytest.raises(errors.AddressRefusedError) as refusal:
        RemoteGateway().examine(server.url, TOKEN)
    assert "url" in refusal.value.fields
    assert server.requests == []
