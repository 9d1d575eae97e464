"""What a page for people says, where data was asked for."""

import re
from collections.abc import Mapping
from http import HTTPStatus

_LOOKED_AT_BYTES = 64 * 1024

_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|!--)", re.IGNORECASE
)
_PASSWORD_FIELD = re.compile(rb"<input[^>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_TITLE = re.compile(
    rb"<title[^>]{0,100}>[^<]{0,200}\b(?:log\s?-?in|sign\s?-?in|log\s?-?on)\b", re.IGNORECASE
)
_MAINTENANCE = re.compile(rb"\bmaintenance\b", re.IGNORECASE)
_CHALLENGE = re.compile(
    rb"challenge-platform|cf-chl-|cf_chl_|<title>just a moment|g-recaptcha|h-captcha|hcaptcha\.com"
    rb"|_incapsula_|px-captcha|captcha-delivery\.com|awswafchallenge|AwsWafIntegration",
    re.IGNORECASE,
)
_WANTS_HTTPS = re.compile(
    rb"plain HTTP request was sent to HTTPS port|plain HTTP to an SSL-enabled|"
    rb"client sent an HTTP request to an HTTPS server",
    re.IGNORECASE,
)
"""How nginx, Apache and Go's servers say it."""


def is_html(content_type: str, body: bytes) -> bool:
    """Whether it is a web page."""
    return "html" in content_type.lower() or _HTML.match(body[:_LOOKED_AT_BYTES]) is not None


def is_challenge(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a program is to show that it is a human.

    Source:
        Cloudflare's docs: "Detect a Challenge Page response", the header `cf-mitigated`.
    """
    is_said = headers.get("cf-mitigated", "").lower() == "challenge"
    return is_said or _CHALLENGE.search(body[:_LOOKED_AT_BYTES]) is not None


def is_login(body: bytes) -> bool:
    """Whether it is a page to log in on."""
    seen = body[:_LOOKED_AT_BYTES]
    return _PASSWORD_FIELD.search(seen) is not None or _LOGIN_TITLE.search(seen) is not None


def is_maintenance(body: bytes) -> bool:
    """Whether it says that somebody is working on the app."""
    return _MAINTENANCE.search(body[:_LOOKED_AT_BYTES]) is not None


def says_https(status: int, body: bytes) -> bool:
    """Whether it was asked in http where https is spoken."""
    if status in (HTTPStatus.UPGRADE_REQUIRED, 497):  # nginx has a number of its own
        return True
    return status == HTTPStatus.BAD_REQUEST and _WANTS_HTTPS.search(body[:2000]) is not None
