"""Makes sure that a worker on another host would work as the scheduler means it."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Self

from pydantic import SecretStr

from pydash_app.errors import DeposedError, SettingsError
from pydash_app.secret_key import FILE_NAME, derive_key, load_secret_key
from pydash_app.settings import Settings, read_settings
from pydash_cli import tasks

SHARED = (
    "allowed_networks",
    "fetch_interval",
    "min_fetch_interval",
    "fetch_spacing",
    "settle_lag",
    "keep_calls_days",
    "max_calls",
    "max_dashboard_megabytes",
    "mail_url",
    "mail_from",
)
"""Settings by which tasks go, and which must be the same for all workers."""


@dataclass(frozen=True)
class WorkerCheck:
    """Called on a worker, it raises what is wrong there. It bears no secret.

    Attributes:
        version: of PyDash.
        digests: of the settings, keyed with the secret key.
        term: in which the scheduler leads, by which its database is known.
    """

    version: str
    digests: Mapping[str, str]
    term: int

    @classmethod
    def of(cls, settings: Settings, secret_key: bytes, term: int) -> Self:
        """What a worker has to be like to work for a scheduler."""
        return cls(version("pydash-io"), _digests(settings, secret_key), term)

    def __call__(self) -> None:
        """Compare this process with the scheduler.

        Raises:
            SettingsError: it differs in what must be the same.
            UnavailableError: the database can't be reached from here.
        """
        settings = read_settings()
        own_version = version("pydash-io")
        if own_version != self.version:
            raise SettingsError(
                f"PyDash has version {own_version} there and {self.version} at the scheduler; "
                "install the same."
            )
        if not settings.database:
            raise SettingsError(
                "PYDASH_DATABASE is not set there; set it to the scheduler's database server."
            )
        digests = _digests(settings, _load_secret_key(settings))
        for name, digest in self.digests.items():
            if digests[name] != digest:
                raise SettingsError(
                    f"PYDASH_{name.upper()} is not the same there as at the scheduler."
                )
        try:
            tasks.look_at_database(self.term)
        except DeposedError as error:
            raise SettingsError(
                "PYDASH_DATABASE leads to another database than the scheduler's."
            ) from error


def _load_secret_key(settings: Settings) -> bytes:
    """The secret key, where there is one; none is made, which could not be the right one."""
    is_given = settings.secret_key.get_secret_value() or (settings.data_dir / FILE_NAME).exists()
    if not is_given:
        raise SettingsError("PYDASH_SECRET_KEY is not set there; set it to the scheduler's.")
    return load_secret_key(settings)


def _digests(settings: Settings, secret_key: bytes) -> dict[str, str]:
    key = derive_key(secret_key, "comparing settings")
    values = {name: getattr(settings, name) for name in SHARED} | {"secret_key": ""}
    return {
        name: hmac.digest(key, repr(_plain(value)).encode(), "sha256").hex()
        # The key first: without the same one, nothing is the same.
        for name, value in sorted(values.items(), key=lambda item: item[0] != "secret_key")
    }


def _plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
