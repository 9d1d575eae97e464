"""The own database server: ZEO over a FileStorage in the data folder.

It listens on a Unix socket in that folder, or, where clients are on other machines, on a port.
"""

import logging
import signal
from pathlib import Path
from typing import Any

from zc.lockfile import LockError
from ZEO.StorageServer import StorageServer

from pydash_app import metrics
from pydash_app.database.address import get_file_path, get_socket_path
from pydash_app.database.file_storage import NoSpaceLeftError, open_file_storage
from pydash_app.database.recognition import check_root, read_root
from pydash_app.errors import SettingsError
from pydash_app.settings import Settings
from pydash_cli.data_folder import make_data_folder, make_private_folder
from pydash_cli.database_place import Place, find_place
from pydash_cli.database_statistics import watch_statistics
from pydash_cli.metrics_port import serve_metrics
from pydash_cli.opening import refusal_to_open

log = logging.getLogger(__name__)

STORAGE_NAME = "1"
"""What a ZEO client asks for when it names no storage."""

INVALIDATION_QUEUE_LENGTH = 1000
"""Commits that a client may miss and still keep its cache."""

TRANSACTION_TIMEOUT_S = 30
"""A client that stops answering within a commit holds up all others no longer."""

TOLD_TO_THE_CLIENT = ("ZEO.StorageServer", "ZEO.asyncio.server")
"""Loggers that write down with a traceback each failure that they hand on."""


def serve(settings: Settings, *, listen: str = "") -> None:
    """Serve the database until SIGTERM or SIGINT.

    Args:
        settings: of this installation.
        listen: `host:port`; empty: the socket in the data folder.

    Raises:
        SettingsError: the data folder can't be used, or another server uses it; the address can't
            be listened on, or strangers could reach it; what is there is another program's.
    """
    place = find_place(settings, listen) if listen else None
    make_data_folder(settings.data_dir)
    storage = _open_storage(get_file_path(settings))
    check_root(read_root(storage))
    metrics.start(settings, "database", children=("database",))
    serve_metrics(settings, settings.database_metrics_port)
    try:
        if place is None:
            _serve_on_socket(settings, storage)
        else:
            _serve_storage(storage, place)
    finally:
        storage.close()
    log.info("The database server has stopped.")


def _serve_on_socket(settings: Settings, storage: Any) -> None:
    socket_path = get_socket_path(settings)
    if socket_path.parent != settings.data_dir:
        make_private_folder(socket_path.parent)
    # Who holds the storage's lock is the only server here, so the socket is a dead one's.
    socket_path.unlink(missing_ok=True)
    try:
        _serve_storage(storage, Place(str(socket_path)))
    finally:
        socket_path.unlink(missing_ok=True)


def _open_storage(path: Path) -> Any:
    try:
        return open_file_storage(path)
    except LockError as error:
        raise SettingsError(
            f"PYDASH_DATA_DIR: another PyDash uses the folder {str(path.parent)!r}; "
            "stop that one, or choose another folder."
        ) from error
    except OSError as error:
        raise refusal_to_open(path, error) from error


def _serve_storage(storage: Any, place: Place) -> None:
    for name in TOLD_TO_THE_CLIENT:
        logging.getLogger(name).addFilter(is_worth_telling)
    server = StorageServer(
        place.address,
        {STORAGE_NAME: storage},
        invalidation_queue_size=INVALIDATION_QUEUE_LENGTH,
        transaction_timeout=TRANSACTION_TIMEOUT_S,
        ssl=place.tls,
    )
    event_loop = server.acceptor.event_loop
    for number in (signal.SIGTERM, signal.SIGINT):
        event_loop.add_signal_handler(number, server.close)
    log.info("The database server listens on %s.", place)
    watch_statistics(event_loop, server.stats[STORAGE_NAME])
    server.loop()


def is_worth_telling(record: logging.LogRecord) -> bool:
    """Leave out what nobody has to look after.

    That is a full disk, which the storage has told once and would now be told with every commit,
    and clients that end without a farewell: those that are killed, or stopped while they are sent
    something.
    """
    causes = (*(record.exc_info or ()), *(record.args if isinstance(record.args, tuple) else ()))
    return not any(isinstance(cause, NoSpaceLeftError | ConnectionError) for cause in causes)
