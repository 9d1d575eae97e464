"""Opens the storage that `PYDASH_DATABASE` names.

The URIs are those of `zodburi`, which can't be used itself: it passes no `server_sync` on, and
without it a process may miss a commit that another one has just announced.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ZODB.config
from ZEO.ClientStorage import ClientStorage
from ZODB.POSException import ConflictError

from pydash_app.database.address import get_socket_path
from pydash_app.database.connection_watch import watch
from pydash_app.database.zeo_tls import client_context, uses_tls
from pydash_app.database_url import is_postgres
from pydash_app.errors import SettingsError
from pydash_app.extras import how_to_install
from pydash_app.settings import Settings

WAIT_TIMEOUT_S = 8
"""How long a call waits for a lost server: longer than its restart, shorter than a web request."""

CREATION_PAUSES_S = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Between tries to open a database that others open for the first time, too."""

CACHE_BYTES = 64 * 1024 * 1024
"""The ZEO client's cache, a temporary file that the process shares with nobody."""


def open_zodb(settings: Settings) -> Any:
    """Open the `ZODB.DB` of this installation.

    Raises:
        SettingsError: the configuration file that `PYDASH_DATABASE` names can't be used.
        ZEO.Exceptions.ClientDisconnected: no server answers.
        psycopg2.OperationalError: no PostgreSQL server answers.
    """
    for pause_s in CREATION_PAUSES_S:
        try:
            return _open_once(settings)
        except ConflictError:  # another process is just making the root of a new database
            time.sleep(pause_s)
    return _open_once(settings)


def check_parts(settings: Settings) -> None:
    """Find out before anything is started whether this PyDash can open such a database.

    Raises:
        SettingsError: it lacks the parts for that, or a certificate can't be used.
    """
    if is_postgres(settings.database):
        _import_postgres()
    if uses_tls(settings):
        client_context(settings)


def _open_once(settings: Settings) -> Any:
    uri = urlsplit(settings.database)
    if uri.scheme == "zconfig":
        return _open_configured(Path(uri.netloc + uri.path))
    storage = _open_storage(settings)
    try:
        return ZODB.DB(
            storage, pool_size=32, cache_size=20_000, cache_size_bytes=128 * 1024 * 1024
        )
    except ConflictError:
        storage.close()
        raise


def _open_storage(settings: Settings) -> Any:
    if is_postgres(settings.database):
        return _import_postgres()(settings.database)
    address = _address_of(settings)
    is_encrypted = uses_tls(settings) and not isinstance(address, str)  # else it is a socket
    storage = ClientStorage(
        address,
        server_sync=True,
        wait=True,
        wait_timeout=WAIT_TIMEOUT_S,
        cache_size=CACHE_BYTES,
        ssl=client_context(settings) if is_encrypted else None,
        ssl_server_hostname=address[0] if is_encrypted else None,
    )
    watch(storage)
    return storage


def _import_postgres() -> Callable[[str], Any]:
    try:
        from pydash_app.database.postgres import open_postgres  # noqa: PLC0415 - an optional part
    except ImportError as error:
        raise SettingsError(
            "PYDASH_DATABASE names a PostgreSQL database, and the parts for that are missing "
            f"({error}); install them with: {how_to_install('postgres')}."
        ) from error
    return open_postgres


def _address_of(settings: Settings) -> str | tuple[str, int]:
    if not settings.database:
        return str(get_socket_path(settings))
    uri = urlsplit(settings.database)
    if not uri.netloc:
        return uri.path
    host, _, port = uri.netloc.rpartition(":")
    return host.strip("[]"), int(port)


def _open_configured(path: Path) -> Any:
    try:
        zodb = ZODB.config.databaseFromURL(str(path))
    except (OSError, ZODB.config.ZConfig.ConfigurationError) as error:
        raise SettingsError(
            f"PYDASH_DATABASE names the configuration file {str(path)!r}, which can't be used: "
            f"{error}."
        ) from error
    if isinstance(zodb.storage, ClientStorage):
        watch(zodb.storage)
    return zodb
