"""What a remote means by a status other than 200."""

from http import HTTPStatus
from urllib.parse import urlsplit

import orjson

from pydash_app.errors import AppBusyError, RemoteError
from pydash_app.remote import web_pages
from pydash_app.remote.http_session import Answer
from pydash_app.remote.redirects import refuse_redirect
from pydash_app.remote.refusals import refuse, shown
from pydash_app.remote.retry_after import in_words

_KEPT_OUT = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
)
_GATEWAY = (HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT, *range(520, 531))
"""Cloudflare's own are 520 to 530."""

_WITH_USER_AND_PASSWORD = ("basic", "digest", "negotiate", "ntlm")


def require_ok(answer: Answer, dashboard_url: str) -> None:
    """Refuse an answer that is no page of the dashboard.

    Raises:
        NotFmdError: a redirect, or a page that does not exist or is not for everybody.
        UnsupportedVersionError: sent on to the login page of FMD 2.1 or later.
        UnreachableError: the app itself, or what stands before it, failed.
    """
    if answer.status == HTTPStatus.OK:
        return
    said = describe(answer, dashboard_url)
    if answer.location and HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        raise refuse_redirect(answer.url, answer.location, dashboard_url, said)
    raise _refuse_status(answer, said)


def require_json(answer: Answer, dashboard_url: str) -> None:
    """Refuse what is a page for people, or no JSON.

    Raises:
        NotFmdError: it is.
        UnreachableError: it says that somebody is working on the app.
    """
    try:
        orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        reason = _judge_page(answer)
        raise refuse(reason, **describe(answer, dashboard_url)) from error


def _judge_page(answer: Answer) -> str:
    if not web_pages.is_html(answer.content_type, answer.body):
        return "not_json"
    if web_pages.is_challenge(answer.headers, answer.body):
        return "challenge"
    if web_pages.is_login(answer.body):
        return "login_page"
    return "maintenance" if web_pages.is_maintenance(answer.body) else "web_page"


def describe(answer: Answer, dashboard_url: str) -> dict[str, object]:
    """What was asked and what came, for the sentence of a refusal."""
    return {
        "page": shown(answer.url),
        "pages": f"{shown(urlsplit(dashboard_url).path)}/get_json_…",
        "status": answer.status,
    }


def _refuse_status(answer: Answer, said: dict[str, object]) -> RemoteError:
    status = answer.status
    if status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return refuse("captive_portal", **said)
    if web_pages.is_challenge(answer.headers, answer.body):
        return refuse("challenge", **said)
    if web_pages.says_https(status, answer.body):
        return refuse("wants_https", **said)
    if status == HTTPStatus.UNAUTHORIZED or status in _KEPT_OUT:
        return _refuse_entry(answer, said)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _refuse_for_now(answer, said)
    return refuse("not_there", **said)


def _refuse_entry(answer: Answer, said: dict[str, object]) -> RemoteError:
    if answer.carried:
        return refuse("headers_refused", **said, names=shown(", ".join(answer.carried)))
    if answer.status != HTTPStatus.UNAUTHORIZED:
        return refuse("kept_out", **said)
    scheme = answer.headers.get("www-authenticate", "").partition(" ")[0].lower()
    if scheme in _WITH_USER_AND_PASSWORD:
        return refuse("basic_auth", **said, scheme=scheme)
    return refuse("header_wanted", **said)


def _refuse_for_now(answer: Answer, said: dict[str, object]) -> RemoteError:
    status = answer.status
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        if answer.retry_after_s is not None:
            error = refuse("asked_to_wait", **said, minutes=in_words(answer.retry_after_s))
            if isinstance(error, AppBusyError):
                error.retry_after_s = answer.retry_after_s
            return error
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return refuse("busy", **said)
        reason = "maintenance" if web_pages.is_maintenance(answer.body) else "unavailable"
        return refuse(reason, **said)
    return refuse("gateway_error" if status in _GATEWAY else "app_failed", **said)
