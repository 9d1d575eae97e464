"""Encrypts the remotes' security codes, so that the database alone gives none away."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken

from pydash_app.errors import SettingsError
from pydash_app.secret_key import derive_key

PURPOSE = "pydash remote security code"


def encrypt_token(token: str, secret_key: bytes) -> bytes:
    """Encrypt a security code for the database."""
    return _cipher(secret_key).encrypt(token.encode())


def decrypt_token(encrypted_token: bytes, secret_key: bytes) -> str:
    """Get a security code back.

    Raises:
        SettingsError: it was encrypted with another secret key.
    """
    try:
        return _cipher(secret_key).decrypt(encrypted_token).decode()
    except InvalidToken as error:
        raise SettingsError(
            "PYDASH_SECRET_KEY is not the key with which the security codes in the database were "
            "encrypted; put the old key back."
        ) from error


def _cipher(secret_key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(derive_key(secret_key, PURPOSE)))
