"""The cookie that carries a session."""

import hashlib

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface

COOKIE_NAME = "pydash_session"
SECURE_COOKIE_NAME = f"__Host-{COOKIE_NAME}"
SECURE_COOKIE_NAME_BELOW_PATH = f"__Secure-{COOKIE_NAME}"


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, with SHA-256 where Flask takes SHA-1.

    Under https only https brings it back, and no other host can have set it (RFC 6265bis, 4.1.3);
    below a path, no request to another path bears it, for which its name must be another.
    """

    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_name(self, app: Flask) -> str:
        """The name, which under https binds the cookie to this host."""
        if not self.get_cookie_secure(app):
            return COOKIE_NAME
        is_shared = self.get_cookie_path(app) != "/"
        return SECURE_COOKIE_NAME_BELOW_PATH if is_shared else SECURE_COOKIE_NAME

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether users come over https, by the settings or as a trusted proxy says."""
        return super().get_cookie_secure(app) or (has_request_context() and request.is_secure)
