"""Encrypts the remotes' security codes and headers: the database alone gives none away."""

import json
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken

from pydash_app.errors import UnreadableTokenError
from pydash_app.remote import NO_HEADERS, OwnHeaders
from pydash_app.secret_key import derive_key

PURPOSE = "pydash remote security code"
HEADERS_PURPOSE = "pydash remote request headers"


def encrypt_token(token: str, secret_key: bytes) -> bytes:
    """Encrypt a security code for the database."""
    return _cipher(secret_key, PURPOSE).encrypt(token.encode())


def decrypt_token(encrypted_token: bytes, secret_key: bytes) -> str:
    """Get a security code back.

    Raises:
        UnreadableTokenError: it was encrypted with another secret key.
    """
    try:
        return _cipher(secret_key, PURPOSE).decrypt(encrypted_token).decode()
    except InvalidToken as error:
        raise UnreadableTokenError(
            "PyDash can't read the stored security code, because its secret key was changed. "
            "Ask whoever runs PyDash to put the old PYDASH_SECRET_KEY back, or add the app anew."
        ) from error


def encrypt_headers(headers: OwnHeaders, secret_key: bytes) -> bytes | None:
    """Encrypt request headers for the database, with the place that they are for."""
    if not headers.pairs:
        return None
    written = json.dumps([headers.origin, headers.pairs]).encode()
    return _cipher(secret_key, HEADERS_PURPOSE).encrypt(written)


def decrypt_headers(encrypted: bytes | None, secret_key: bytes) -> OwnHeaders:
    """Get request headers back.

    Raises:
        UnreadableTokenError: they were encrypted with another secret key.
    """
    if encrypted is None:
        return NO_HEADERS
    try:
        written = _cipher(secret_key, HEADERS_PURPOSE).decrypt(encrypted)
    except InvalidToken as error:
        raise UnreadableTokenError(
            "PyDash can't read the stored request headers, because its secret key was changed. "
            "Ask whoever runs PyDash to put the old PYDASH_SECRET_KEY back, or give them again."
        ) from error
    origin, pairs = json.loads(written)
    return OwnHeaders(origin, tuple((name, value) for name, value in pairs))


def _cipher(secret_key: bytes, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(derive_key(secret_key, purpose)))
