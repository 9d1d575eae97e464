"""Refuses a login whose cookie the browser would drop, instead of one that has no effect.

Source:
    RFC 6265bis, 5.7, step 8: a `Secure` cookie that comes over http is ignored. Chromium and
    Firefox take this machine's own names for secure all the same (W3C Secure Contexts, 3.1).
"""

import logging
from urllib.parse import urlsplit

from flask import Request

from pydash_app.errors import NotAllowedError
from pydash_web.host_check import is_loopback
from pydash_web.services import Services

_log = logging.getLogger(__name__)


def refuse_lost_cookie(request: Request, services: Services) -> None:
    """Let a login pass unless the browser itself says that it came over http, and must not.

    Whether the request came so says nothing: a proxy may have taken TLS off without saying it.

    Raises:
        NotAllowedError: with the code `https_required`, and the address to open.
    """
    settings, origin = services.settings, request.headers.get("Origin", "")
    if not settings.base_url.startswith("https:") or not _is_plain(origin):
        return
    if services.told_origins.is_news(origin):
        _log.warning(
            "A login from %.200r was refused: PYDASH_BASE_URL begins with https, so the cookie is "
            "for https alone. Send people who come by http to %s.",
            origin,
            settings.base_url,
        )
    raise NotAllowedError(
        f"Open {settings.base_url} and log in there: over http, as here, your browser does not "
        "keep the login.",
        code="https_required",
    )


def _is_plain(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")
