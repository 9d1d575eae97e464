"""Who may ask, and how an answer shows that it is genuine and the one that was asked for.

The security token itself never travels. Who asks signs the very request, for a minute at most;
the answer is signed over the request's proof, so that an earlier answer can't pass for it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import jwt

ALGORITHM = "HS256"
HEADER = "Fmd-Export-Proof"
REQUEST_AUDIENCE = "fmd-export-request"
ANSWER_AUDIENCE = "fmd-export-answer"
LONGEST_LIFE_S = 60
CLOCK_TOLERANCE_S = 30
_KEY_PURPOSE = b"fmd-export 1"


@dataclass(frozen=True)
class Proof:
    """What a request bears.

    Attributes:
        text: as it came.
        claims: that it makes.
    """

    text: str
    claims: dict[str, Any]


class NotProvenError(Exception):
    """The request bears no proof that its sender knows the security token."""


def derive_key(token: str) -> bytes:
    """A key of 32 bytes, of no use for what FMD itself once signed with the same token."""
    return hmac.new(token.encode(), _KEY_PURPOSE, hashlib.sha256).digest()


def find(own: str, authorization: str) -> str:
    """The proof among the headers of a request.

    Args:
        own: the header `Fmd-Export-Proof`, where the proof stands when something before the app,
            such as basic auth, wants `Authorization` for itself.
        authorization: that header: `Bearer`, a space and the proof.

    Raises:
        NotProvenError: there is none.
    """
    if own:
        return own.strip()
    scheme, _, proof = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise NotProvenError("the request is not signed")
    return proof.strip()


def check_request(proof: str, target: str, key: bytes) -> Proof:
    """The proof that a request bears, once it has been looked at.

    Args:
        proof: a JSON Web Token whose claims are `aud`, `iat`, `exp` and `target`.
        target: what is asked for, path from the dashboard's own address on and query.
        key: see `derive_key`.

    Raises:
        NotProvenError: it is another key's, another request's, too old or too lasting.
    """
    try:
        claims = jwt.decode(
            proof,
            key,
            algorithms=[ALGORITHM],
            audience=REQUEST_AUDIENCE,
            leeway=CLOCK_TOLERANCE_S,
            options={"require": ["aud", "iat", "exp"]},
        )
        life_s = int(claims["exp"]) - int(claims["iat"])
    except jwt.PyJWTError as error:
        raise NotProvenError(str(error)) from error
    except (ArithmeticError, RecursionError, TypeError, ValueError) as error:
        # What PyJWT lets pass of a token made to do harm, such as lists in lists in lists.
        raise NotProvenError("the signature can't be read") from error
    if life_s > LONGEST_LIFE_S:
        raise NotProvenError(f"a signature may hold for {LONGEST_LIFE_S} seconds at most")
    if claims.get("target") != target:
        raise NotProvenError("the signature is that of another request")
    return Proof(proof, claims)


def sign_answer(claims: dict[str, object], proof: str, body: bytes, key: bytes) -> str:
    """A JSON Web Token that binds `claims` to the request and to the body before it.

    Args:
        claims: what else is to be believed.
        proof: of the request.
        body: the SHA-256 of what was sent before this signature.
        key: see `derive_key`.
    """
    bound = {
        "aud": ANSWER_AUDIENCE,
        "request_sha256": hashlib.sha256(proof.encode()).hexdigest(),
        "body_sha256": body.hex(),
    }
    return jwt.encode({**claims, **bound}, key, algorithm=ALGORITHM)
