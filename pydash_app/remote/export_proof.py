"""How a request shows `fmd_export` that its sender knows the security code."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import jwt

from pydash_app.remote.own_headers import OwnHeaders

PROOF_LIFE = timedelta(seconds=60)
PROOF_HEADER = "Fmd-Export-Proof"
"""Where the proof stands when something before the app wants `Authorization` for itself."""

ALGORITHM = "HS256"
_KEY_PURPOSE = b"fmd-export 1"
_AUDIENCE = "fmd-export-request"
_NONCE_BYTES = 16


def derive_key(secret: bytes) -> bytes:
    """The key for a security code."""
    return hmac.new(secret, _KEY_PURPOSE, hashlib.sha256).digest()


def make_proof(key: bytes, target: str, at: datetime, *, bookmarks: str | None = None) -> str:
    """A proof that is good for one request, once, for a minute.

    Args:
        key: see `derive_key`.
        target: what is asked for.
        at: the present instant, by the remote's clock.
        bookmarks: what to ask with, see `pydash_app.remote.bookmarks`.

    Source:
        fmd_export/README.md, "Export 1".
    """
    claims: dict[str, object] = {
        "aud": _AUDIENCE,
        "iat": at,
        "exp": at + PROOF_LIFE,
        "target": target,
        # Or two proofs of one second would be the same, and each is good once.
        "jti": secrets.token_urlsafe(_NONCE_BYTES),
    }
    if bookmarks is not None:
        claims["bookmarks"] = bookmarks
    return jwt.encode(claims, key, algorithm=ALGORITHM)


def bearing(proof: str, own_headers: OwnHeaders, url: str) -> dict[str, str]:
    """The header that carries a proof, beside those of the app's owner."""
    if own_headers.holds("Authorization", url):
        return {PROOF_HEADER: proof}
    return {"Authorization": f"Bearer {proof}"}
