"""The addresses that `PYDASH_DATABASE` may hold, as text; opening one is the database's business.

`zeo://host:port`, `zeo:///socket`, `zconfig://file` and those of PostgreSQL, whose client reads
the latter itself: several hosts, sockets and parameters are its matter, and all that counts here
is that no password shows.

Source:
    PostgreSQL 15, documentation, 34.1.1.2 "Connection URIs".
"""

import re
from urllib.parse import unquote, urlsplit

from pydash_app.hidden_passwords import MASK, hide_passwords

WANTED = "zeo://host:port, postgres://user:password@host:port/name or zconfig://file"
"""For messages."""

_ZEO_HOST = re.compile(r"zeo://[^/]+:\d+")
_FILE = re.compile(r"(zeo:///|zconfig://).+", re.DOTALL)
_POSTGRES = re.compile(
    r"(?P<scheme>postgres(?:ql)?://)((?P<user>[^\s/:?@]*)(?P<password>:[^\s/?@]*)?@)?"
    r"(?P<place>[^\s/?@]*/[^\s/?@]+)(\?(?P<parameters>[^\s?#]*))?"
)
"""Stricter than PostgreSQL: a `/` or `@` in a password must be escaped, lest half of it shows."""

_SECRET_PARAMETERS = frozenset({"password", "sslpassword"})


def is_database_url(text: str) -> bool:
    """Whether it has the form of an address that PyDash can open."""
    if _ZEO_HOST.fullmatch(text):
        return _has_host_and_port(text)
    return bool(_FILE.fullmatch(text) or _POSTGRES.fullmatch(text))


def is_postgres(url: str) -> bool:
    """Whether a valid address leads to a PostgreSQL server."""
    return url.startswith(("postgres://", "postgresql://"))


def without_password(url: str) -> str:
    """A valid address, fit for messages and logs."""
    found = _POSTGRES.fullmatch(url)
    if found is None:
        return hide_passwords(url)
    user = found["user"] or ""
    password = f":{MASK}" if found["password"] else ""
    at = "@" if user or password else ""
    parameters = found["parameters"]
    query = "" if parameters is None else "?" + "&".join(map(_mask, parameters.split("&")))
    return f"{found['scheme']}{user}{password}{at}{found['place']}{query}"


def _mask(parameter: str) -> str:
    name, _, _ = parameter.partition("=")
    return f"{name}={MASK}" if unquote(name) in _SECRET_PARAMETERS else parameter


def _has_host_and_port(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_port = parts.port != 0  # reading it raises for what is no port
    except ValueError:
        return False
    is_clean = text.isprintable() and " " not in text and "@" not in text
    return is_clean and has_port and bool(parts.hostname)
