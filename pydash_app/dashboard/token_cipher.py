"""Encrypts the remotes' security codes, so that the database alone gives none away."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken

from pydash_app.errors import UnreadableTokenError
from pydash_app.secret_key import derive_key

PURPOSE = "pydash remote security code"


def encrypt_token(token: str, secret_key: bytes) -> bytes:
    """Encrypt a security code for the database."""
    return _cipher(secret_key).encrypt(token.encode())


def decrypt_token(encrypted_token: bytes, secret_key: bytes) -> str:
    """Get a security code back.

    Raises:
        UnreadableTokenError: it was encrypted with another secret key.
    """
    try:
        return _cipher(secret_key).decrypt(encrypted_token).decode()
    except InvalidToken as error:
        raise UnreadableTokenError(
            "PyDash can't read the stored security code, because its secret key was changed. "
            "Ask whoever runs PyDash to put the old PYDASH_SECRET_KEY back, or add the app anew."
        ) from error


def _cipher(secret_key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(derive_key(secret_key, PURPOSE)))
