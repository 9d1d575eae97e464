"""The security headers, on whatever leaves the server: pages, files, answers and errors.

Source:
    OWASP Secure Headers Project, and ASVS 5.0, chapter V3.4.
"""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

POLICY_HEADER = "Content-Security-Policy"
ONE_YEAR_S = 365 * 24 * 60 * 60
STRICT_TRANSPORT = f"max-age={ONE_YEAR_S}"

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def make_policy(nonce: str | None = None) -> str:
    """Write the Content-Security-Policy.

    Args:
        nonce: lets one page's own style elements through; never used twice.
    """
    styles = "'self'" if nonce is None else f"'self' 'nonce-{nonce}'"
    return (
        "default-src 'self'; script-src 'self'; "
        f"style-src {styles}; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
        "form-action 'self'"
    )


class SecurityHeaders:
    """WSGI middleware that adds each header that a response has not set itself.

    Args:
        application: answers.
        is_https: whether people come over https, whatever a single request looks like.
        has_own_host: whether nothing else is under the same name.
    """

    def __init__(
        self, application: WSGIApplication, *, is_https: bool, has_own_host: bool = True
    ) -> None:
        self._application = application
        # Of a host that PyDash shares, the names below it are none of its business.
        self._transport = STRICT_TRANSPORT + ("; includeSubDomains" if has_own_host else "")
        self._headers = FIXED_HEADERS | {POLICY_HEADER: make_policy()}
        self._is_https = is_https

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and complete its headers."""

        def start(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: Any = None,
        ) -> Callable[[bytes], object]:
            added = Headers(headers)
            for name, value in self._headers.items():
                added.setdefault(name, value)
            if self._is_https or environ["wsgi.url_scheme"] == "https":
                added.setdefault("Strict-Transport-Security", self._transport)
            return start_response(status, headers, exc_info)

        return self._application(environ, start)
