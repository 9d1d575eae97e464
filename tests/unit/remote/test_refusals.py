"""Each way in which an app is not what PyDash looks for has its sentence, and a row in docs/."""

import re
from pathlib import Path

import pytest
from requests.exceptions import InvalidURL

from pydash_app.errors import (
    AppBusyError,
    InvalidUrlError,
    NotFmdError,
    RemoteError,
    UnreachableError,
)
from pydash_app.remote.deadline import Deadline
from pydash_app.remote.http_failures import translate
from pydash_app.remote.http_session import Answer
from pydash_app.remote.http_status import require_json, require_ok
from pydash_app.remote.reasons import REASONS
from pydash_app.remote.refusals import refuse
from tests.architecture.test_rules import ROOT

URL = "https://app.example/dashboard"
PAGE = f"{URL}/get_json_details"
ROWS = re.compile(r"^\| `(\w+)` \| (.+) \| `(tests/\S+)::(\w+)` \|$", re.MULTILINE)
LONGEST_CHARACTERS = 500
"""As much as is kept of an error, see `pydash_app.dashboard.entity`."""


def answer(
    status: int,
    *,
    location: str = "",
    body: bytes = b"",
    content_type: str = "text/html",
    headers: dict[str, str] | None = None,
    retry_after_s: int | None = None,
    carried: tuple[str, ...] = (),
) -> Answer:
    return Answer(
        PAGE, status, content_type, location, None, body, headers or {}, retry_after_s, carried
    )


def judge(found: Answer, url: str) -> None:
    require_ok(found, url)
    require_json(found, url)


def refused(found: Answer, url: str = URL) -> RemoteError:
    with pytest.raises(RemoteError) as refusal:
        judge(found, url)
    error = refusal.value
    assert PAGE in error.message or error.reason == "fmd_login"
    assert error.message.endswith(".")
    return error


@pytest.mark.parametrize(
    "location",
    [
        "/login?next=/dashboard/get_json_details",
        "/login",
        "/auth/login?next=%2F",
        "/users/sign_in",
        "/accounts/login/?next=/x",
        "/signin?return_to=%2Fdashboard",
        "https://app.example/oauth2/start?rd=%2F",
        "http://app.example/login",
        "/welcome?next=/dashboard/get_json_details",
        "/dashboard/login?next=%2F",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_an_app_that_sends_everybody_to_a_login_wants_an_exemption(
    location: str, status: int
) -> None:
    error = refused(answer(status, location=location))
    assert (error.reason, type(error)) == ("login_wall", NotFmdError)
    assert "The app asks for a login before it answers" in error.message
    assert "Exempt /dashboard/get_json_…" in error.message
    assert "If the dashboard is there" not in error.message


@pytest.mark.parametrize(
    "location",
    [
        "https://login.example.net/authorize?client_id=1&redirect_uri=x",
        "https://sso.example/saml2/idp?SAMLRequest=fVLL",
        "https://example.cloudflareaccess.com/cdn-cgi/access/login/app.example?kid=1",
        "https://accounts.example/o/oauth2/auth",
        "//id.example/realms/ours/protocol/openid-connect/auth?state=1",
    ],
)
def test_a_login_at_another_host_is_named(location: str) -> None:
    error = refused(answer(302, location=location))
    assert error.reason == "single_sign_on"
    assert "asks for a login" in error.message
    assert "?" not in error.message  # what stands there may be a secret


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("http://app.example/dashboard/get_json_details", "http://app.example/dashboard"),
        ("https://new.example/dashboard/get_json_details", "https://new.example/dashboard"),
        ("/monitoring/get_json_details", "https://app.example/monitoring"),
    ],
)
def test_a_dashboard_that_moved_is_named_by_its_new_address(location: str, address: str) -> None:
    error = refused(answer(308, location=location))
    assert error.reason == "moved"
    assert f"on to {address}, and" in error.message


@pytest.mark.parametrize("location", ["/", "/welcome", "https://elsewhere.example/"])
def test_a_redirect_that_says_nothing_is_no_advice(location: str) -> None:
    error = refused(answer(302, location=location))
    assert error.reason == "sent_elsewhere"
    assert "a login perhaps" in error.message


@pytest.mark.parametrize("location", [PAGE, "/dashboard/get_json_details?again=1", ""])
def test_a_redirect_to_the_same_page_is_a_circle(location: str) -> None:
    reason = "redirect_loop" if location else "not_there"
    assert refused(answer(302, location=location)).reason == reason


@pytest.mark.parametrize("location", ["http://[", "//\x1b[31m/", "http://app:0/", "ftp://x/"])
def test_a_redirect_to_nowhere_is_not_repeated(location: str) -> None:
    error = refused(answer(302, location=location))
    assert error.reason == "sent_nowhere"
    assert location not in error.message


def test_the_login_page_of_fmd_says_what_to_install() -> None:
    error = refused(answer(302, location="/dashboard/login"))
    assert error.reason == "fmd_login"
    assert "fmd_export" in error.message


def test_at_the_root_a_login_page_may_be_anybodys() -> None:
    assert refused(answer(302, location="/login"), "https://app.example").reason == "login_wall"


@pytest.mark.parametrize("scheme", ['Basic realm="x"', "basic", "Digest qop=auth", "Negotiate"])
def test_basic_auth_wants_a_request_header(scheme: str) -> None:
    error = refused(answer(401, headers={"www-authenticate": scheme}))
    assert error.reason == "basic_auth"
    assert "Authorization: Basic" in error.message


@pytest.mark.parametrize("headers", [{}, {"www-authenticate": "Bearer"}])
def test_a_gateway_may_want_another_header(headers: dict[str, str]) -> None:
    assert refused(answer(401, headers=headers)).reason == "header_wanted"


@pytest.mark.parametrize("status", [401, 403])
def test_headers_that_do_not_fit_are_named_without_their_values(status: int) -> None:
    error = refused(answer(status, carried=("Authorization", "X-Key")))
    assert error.reason == "headers_refused"
    assert "Authorization, X-Key" in error.message


@pytest.mark.parametrize("status", [403, 407, 451])
def test_what_keeps_pydash_out_is_told(status: int) -> None:
    assert refused(answer(status)).reason == "kept_out"


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, {"cf-mitigated": "challenge"}, b""),
        (503, {}, b"<html><title>Just a moment...</title>"),
        (429, {}, b"<script src='/cdn-cgi/challenge-platform/x.js'>"),
        (200, {}, b"<html><div class='g-recaptcha'></div></html>"),
    ],
)
def test_a_proof_of_a_human_is_none_that_pydash_can_give(
    status: int, headers: dict[str, str], body: bytes
) -> None:
    assert refused(answer(status, headers=headers, body=body)).reason == "challenge"


def test_the_network_of_pydash_itself_may_want_a_login() -> None:
    assert refused(answer(511)).reason == "captive_portal"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b"<h1>400 The plain HTTP request was sent to HTTPS port</h1>"),
        (400, b"Reason: You're speaking plain HTTP to an SSL-enabled server port."),
        (400, b"Client sent an HTTP request to an HTTPS server.\n"),
        (426, b""),
        (497, b""),
    ],
)
def test_http_at_a_port_of_https_is_told(status: int, body: bytes) -> None:
    error = refused(answer(status, body=body))
    assert error.reason == "wants_https"
    assert "https://" in error.message


@pytest.mark.parametrize("status", [204, 304, 400, 404, 405, 410, 418])
def test_a_page_that_is_not_there_is_told(status: int) -> None:
    assert refused(answer(status)).reason == "not_there"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("wait_s", "words"), [(1, "1 second."), (90, "90 seconds"), (600, "10 minutes")]
)
def test_an_app_that_asks_to_wait_is_told_with_its_time(
    status: int, wait_s: int, words: str
) -> None:
    error = refused(answer(status, retry_after_s=wait_s))
    assert error.reason == "asked_to_wait"
    assert isinstance(error, AppBusyError)
    assert error.retry_after_s == wait_s
    assert words in error.message


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (429, b"", "busy"),
        (503, b"<h1>Down for maintenance</h1>", "maintenance"),
        (503, b"", "unavailable"),
        (502, b"", "gateway_error"),
        (504, b"", "gateway_error"),
        (522, b"", "gateway_error"),
        (500, b"", "app_failed"),
    ],
)
def test_an_app_that_can_not_answer_now_may_later(status: int, body: bytes, reason: str) -> None:
    error = refused(answer(status, body=body))
    assert error.reason == reason
    assert isinstance(error, UnreachableError)


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"<!doctype html><form><input type=password>", "text/html", "login_page"),
        (b"<html><title>Sign in to our network</title>", "text/html", "login_page"),
        (b"<html><h1>Maintenance</h1>", "text/html", "maintenance"),
        (b"<html>Welcome", "text/html; charset=utf-8", "web_page"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML>", "text/plain", "web_page"),
        (b"", "text/plain", "not_json"),
        (b"hello", "application/json", "not_json"),
        (b"\x00\xff" * 100, "application/octet-stream", "not_json"),
    ],
)
def test_a_page_for_people_is_told_by_what_it_is(
    body: bytes, content_type: str, reason: str
) -> None:
    assert refused(answer(200, body=body, content_type=content_type)).reason == reason


def test_what_no_library_takes_for_an_address_is_told() -> None:
    error = translate(InvalidURL(), "x", Deadline(1), connect_timeout_s=1)
    assert (error.reason, type(error)) == ("no_such_name", InvalidUrlError)


def test_no_sentence_is_longer_than_what_is_kept_of_it() -> None:
    said = dict.fromkeys(("page", "target", "host", "names"), "y" * 100)
    said |= {"pages": "z" * 60, "status": "503", "scheme": "negotiate", "minutes": "60 minutes"}
    said |= {"seconds": "60", "packing": "'deflate'", "hint": "", "why": "w" * 300, "version": "5"}
    for reason in REASONS:
        message = refuse(reason, **said).message
        assert len(message) <= LONGEST_CHARACTERS


def test_the_table_in_the_docs_has_every_reason_and_each_row_its_test() -> None:
    rows = ROWS.findall((ROOT / "docs" / "refusals.md").read_text("utf-8"))
    assert {reason: sentence for reason, sentence, *_ in rows} == {
        reason: found.sentence for reason, found in REASONS.items()
    }
    assert len(rows) == len(REASONS)
    for _, _, path, name in rows:
        assert f"def {name}(" in (ROOT / Path(path)).read_text("utf-8"), name
