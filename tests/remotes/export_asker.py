"""Asks fmd_export as its README says, with a check of every answer; knows nothing of its code."""

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, replace
from typing import Any

import jwt
import requests


@dataclass(frozen=True)
class ExportAsker:
    """Who knows an address and a token.

    Attributes:
        life_s: for how long a request holds.
        signed_target: what is signed instead of what is asked for.
        has_nonce: whether each proof has a number of its own, as the README says.
    """

    url: str
    token: str
    life_s: int = 30
    issued_ago_s: int = 0
    signed_target: str | None = None
    has_nonce: bool = True

    def but(self, **changes: Any) -> "ExportAsker":
        """The same, a little different."""
        return replace(self, **changes)

    @property
    def key(self) -> bytes:
        return hmac.new(self.token.encode(), b"fmd-export 1", hashlib.sha256).digest()

    def prove(self, target: str) -> str:
        issued_s = int(time.time()) - self.issued_ago_s
        claims: dict[str, Any] = {
            "aud": "fmd-export-request",
            "iat": issued_s,
            "exp": issued_s + self.life_s,
            "target": self.signed_target or target,
        }
        if self.has_nonce:
            claims["jti"] = secrets.token_urlsafe(16)
        return jwt.encode(claims, self.key, algorithm="HS256")

    def get(self, target: str, proof: str | None = None, **headers: str) -> requests.Response:
        bearer = {"Authorization": f"Bearer {proof or self.prove(target)}"}
        return requests.get(f"{self.url}/{target}", headers=bearer | headers, timeout=60)

    def read(self, target: str) -> tuple[list[Any], dict[str, Any]]:
        """The lines of an answer whose signature fits, and what it claims."""
        proof = self.prove(target)
        answer = self.get(target, proof)
        assert answer.status_code == 200, answer.text
        return self.open(answer.content, proof)

    def open(self, body: bytes, proof: str) -> tuple[list[Any], dict[str, Any]]:
        """The same of a body.

        Raises:
            PyJWTError: it is not signed with the token.
        """
        lines, _, signature = body.rpartition(b"\n")
        claims = jwt.decode(
            signature, self.key, algorithms=["HS256"], audience="fmd-export-answer"
        )
        assert claims["body_sha256"] == hashlib.sha256(lines + b"\n").hexdigest()
        assert claims["request_sha256"] == hashlib.sha256(proof.encode()).hexdigest()
        return [json.loads(line) for line in lines.splitlines()], claims
