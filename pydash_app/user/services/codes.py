"""Random codes and tokens, of which only a digest is stored."""

import secrets
from hashlib import sha256

CODE_BYTES = 32

LONGEST_CODE_CHARACTERS = 128
"""What may be one: those of today have 43."""


def make_code() -> str:
    """A code that nobody guesses: letters, digits, `-` and `_`."""
    return secrets.token_urlsafe(CODE_BYTES)


def digest_of(code: str) -> str:
    """What is stored instead of the code; 256 random bits need no slow hash."""
    return sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
