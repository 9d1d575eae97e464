"""What a running PyDash shows to its own doctor: how a request looked when it arrived.

Between people and PyDash there may be proxies, and a setting on either side that does not fit
shows in nothing but odd failures. The doctor asks where people do, and compares. It shows a pass
made with the secret key, good for minutes, in case something else is at that address.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from pydash_app.secret_key import derive_key

HEADER = "X-Pydash-Doctor"
PATH = "/api/health"

LIFETIME_S = 300
"""Also for clocks of two machines that differ."""

_PURPOSE = "doctor's pass"


@dataclass(frozen=True, slots=True)
class Reflection:
    """A request as PyDash saw it.

    Attributes:
        scheme, host: under which it came, as far as proxies are believed.
        client: whose it is, by the same; `None` where a trusted proxy does not say so.
        peer: who has opened the connection.
        is_trusted: whether that is a proxy that the settings name.
        has_signs: whether a proxy has handed it on, trusted or not.
        base_url: with which PyDash was started.
    """

    scheme: str
    host: str
    client: str | None
    peer: str
    is_trusted: bool
    has_signs: bool
    base_url: str


def make_pass(secret_key: bytes, now: datetime) -> str:
    """What the doctor shows."""
    moment = str(int(now.timestamp()))
    return f"{moment}.{_sign(secret_key, moment)}"


def is_good(shown: str, secret_key: bytes, now: datetime) -> bool:
    """Whether a pass was made with this key, and not long ago."""
    moment, _, signature = shown.partition(".")
    if not (moment.isascii() and moment.isdecimal() and signature.isascii()):
        return False
    is_recent = abs(now.timestamp() - int(moment[:12])) <= LIFETIME_S
    return is_recent and hmac.compare_digest(signature, _sign(secret_key, moment))


def _sign(secret_key: bytes, moment: str) -> str:
    key = derive_key(secret_key, _PURPOSE)
    return hmac.digest(key, moment.encode(), "sha256").hex()
