"""Refuses what another site makes a visitor's browser send.

Browsers say where a request comes from and let no page lie about it; scripts say nothing and are
let through, because they carry no cookie that they were not given.

Source:
    OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata headers" and
    "Verifying origin with standard headers".
"""

import logging
from urllib.parse import urlsplit

from flask import Request

from pydash_app.errors import NotAllowedError
from pydash_web.services import Services
from pydash_web.told_once import ToldOnce

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
"""`none`: the user did it, by the address bar or a bookmark."""

_log = logging.getLogger(__name__)


def refuse_cross_origin(request: Request, services: Services) -> None:
    """Let a request pass unless another origin sent it and it may change something.

    Args:
        request: the one to judge.
        services: know where PyDash is to be found, for a proxy that rewrites `Host`.

    Raises:
        NotAllowedError: with the code `cross_origin`.
    """
    if request.method in SAFE_METHODS:
        return
    if not _is_own(request, services.settings.public_url):
        _note_origin(request, services.told_origins)
        raise NotAllowedError(
            "This came from another site. Open PyDash itself and try again.", code="cross_origin"
        )


def _note_origin(request: Request, told: ToldOnce) -> None:
    """Tell the operator what may be a proxy's fault, unless the browser itself names a site."""
    origin = request.headers.get("Origin", "")
    if "Sec-Fetch-Site" in request.headers or not told.is_news((origin, request.host)):
        return
    _log.warning(
        "A request from %.200r was refused as another site's, for its Host is %.200r. If people "
        "use PyDash at the former, a proxy does not pass Host on: set PYDASH_BASE_URL to that "
        "address, or let the proxy pass on what it gets (nginx: proxy_set_header Host $host).",
        origin,
        request.host,
    )


def _is_own(request: Request, public_url: str) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OWN_SITES
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return _host_of(origin) in (request.host.lower(), _host_of(public_url))


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # an unfinished IPv6 address
        return ""
