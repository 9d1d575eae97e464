"""Refuses what another site makes a visitor's browser send.

Browsers say where a request comes from and let no page lie about it; scripts say nothing and are
let through, because they carry no cookie that they were not given.

Source:
    OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata headers" and
    "Verifying origin with standard headers".
"""

from urllib.parse import urlsplit

from flask import Request

from pydash_app.errors import NotAllowedError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
"""`none`: the user did it, by the address bar or a bookmark."""


def refuse_cross_origin(request: Request, public_url: str) -> None:
    """Let a request pass unless another origin sent it and it may change something.

    Args:
        request: the one to judge.
        public_url: where PyDash is to be found, for a proxy that rewrites `Host`.

    Raises:
        NotAllowedError: with the code `cross_origin`.
    """
    if request.method not in SAFE_METHODS and not _is_own(request, public_url):
        raise NotAllowedError(
            "This came from another site. Open PyDash itself and try again.", code="cross_origin"
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
