"""The secret key: what signs sessions and encrypts the remotes' security codes."""

import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pydash_app.errors import SettingsError
from pydash_app.settings import Settings

SHORTEST_KEY_CHARACTERS = 16
FILE_NAME = "secret_key"

_FINGERPRINT_PURPOSE = "pydash secret key fingerprint"


def load_secret_key(settings: Settings) -> bytes:
    """Get the installation's secret key, made on the first call and kept in the data folder.

    Raises:
        SettingsError: the key that was set is too short, or the data folder can't be written.
    """
    given = settings.secret_key.get_secret_value().strip()
    if not given:
        return _read_or_make(get_key_path(settings))
    if len(given) < SHORTEST_KEY_CHARACTERS:
        raise SettingsError(
            f"PYDASH_SECRET_KEY is too short: give it at least {SHORTEST_KEY_CHARACTERS} random "
            "characters, or leave it empty and PyDash makes one."
        )
    return given.encode()


def derive_key(secret_key: bytes, purpose: str) -> bytes:
    """Get 32 bytes of key for one purpose, so that no two uses share a key.

    Source:
        RFC 5869, HKDF with SHA-256.
    """
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret_key)


def fingerprint_of(secret_key: bytes) -> str:
    """What tells one key from another and gives nothing of it away: 16 hexadecimal digits."""
    return derive_key(secret_key, _FINGERPRINT_PURPOSE)[:8].hex()


def find_secret_key(settings: Settings) -> bytes | None:
    """The installation's secret key; `None` where none was made yet.

    Raises:
        SettingsError: the key that was set is too short, or the file damaged.
    """
    is_there = settings.secret_key.get_secret_value().strip() or get_key_path(settings).exists()
    return load_secret_key(settings) if is_there else None


def get_key_path(settings: Settings) -> Path:
    """The file that the key is in where none is set."""
    return settings.data_dir / FILE_NAME


def read_key(path: Path) -> bytes:
    """Read a key from a file.

    Raises:
        SettingsError: it can't be read, or is too short.
    """
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise SettingsError(
            f"The secret key in {str(path)!r} can't be read ({error.strerror})."
        ) from error
    if len(key) < SHORTEST_KEY_CHARACTERS:
        raise SettingsError(
            f"The secret key in {str(path)!r} is too short: it needs at least "
            f"{SHORTEST_KEY_CHARACTERS} characters."
        )
    return key


def write_key(path: Path, key: bytes) -> None:
    """Write a key into a file that nobody else may read, whole or not at all.

    Raises:
        SettingsError: it can't be written.
    """
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")  # mode 0600
        with os.fdopen(handle, "wb") as file:
            file.write(key + b"\n")
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError as error:
        raise SettingsError(
            f"The secret key in {str(path)!r} can't be written ({error.strerror})."
        ) from error


def make_key() -> bytes:
    """A new key, random."""
    return secrets.token_urlsafe(48).encode()


def _read_or_make(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        key = path.read_bytes().strip()
    except OSError as error:
        raise SettingsError(
            f"PYDASH_DATA_DIR: the secret key in {str(path)!r} can't be read or written "
            f"({error.strerror}); give the folder and all in it to the user that runs PyDash."
        ) from error
    if len(key) < SHORTEST_KEY_CHARACTERS:
        raise SettingsError(
            f"PYDASH_DATA_DIR: the secret key in {str(path)!r} is damaged; put the file back from "
            "a backup, or delete it and enter the security codes of all dashboards anew."
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(make_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        # A hard link never overwrites: of two processes that start at once, one key wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
