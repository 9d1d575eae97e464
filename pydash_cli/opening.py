"""Opens the database for a command, whether PyDash runs or not."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ZODB
from zc.lockfile import LockError

from pydash_app.database import Database
from pydash_app.database.address import get_file_path, get_socket_path
from pydash_app.database.file_storage import open_file_storage
from pydash_app.errors import SettingsError, UnavailableError
from pydash_app.mail import limit_mails
from pydash_app.settings import Settings
from pydash_cli.data_folder import make_data_folder

PROBE_TIMEOUT_S = 1.0
GREETING_BYTES = 1024


@contextmanager
def open_database(
    settings: Settings, *, may_create: bool = False, is_prepared: bool = True
) -> Iterator[Database]:
    """Open the database that the settings name.

    The own one is asked for through its server where that runs. Where it does not, the file is
    opened itself, and nobody else can open it meanwhile.

    Args:
        settings: the installation's.
        may_create: whether to make a new one where there is none.
        is_prepared: whether rooms that are missing are made, and small migrations run.

    Raises:
        SettingsError: there is none, or another program uses it.
        UnavailableError: it can't be reached.
        NewerDatabaseError: a newer PyDash has written it.
    """
    if settings.database or is_served(settings):
        database = Database.open(settings, is_prepared=is_prepared)
    else:
        database = _open_file(settings, may_create=may_create, is_prepared=is_prepared)
    try:
        yield limit_mails(database, settings.limit_mails)
    finally:
        database.close()


def is_served(settings: Settings) -> bool:
    """Whether the own database's server runs and answers."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(PROBE_TIMEOUT_S)
        try:
            probe.connect(str(get_socket_path(settings)))
            # All of its greeting: a server whose words are left unread takes that for a fault.
            return bool(probe.recv(GREETING_BYTES))
        except OSError:
            return False


def refusal_to_open(path: Path, error: OSError) -> SettingsError:
    """What to say of a database file that the system does not let this user have."""
    advice = "Look after the disk that it is on."
    if isinstance(error, PermissionError):
        advice = "Run this as the user that runs PyDash, to whom all that is there must belong."
    return SettingsError(
        f"PYDASH_DATA_DIR: the database {str(path)!r} can't be opened ({error.strerror}). {advice}"
    )


def _open_file(settings: Settings, *, may_create: bool, is_prepared: bool) -> Database:
    path = get_file_path(settings)
    if may_create:
        make_data_folder(settings.data_dir)
    elif not path.exists() and not path.with_name(f"{path.name}.old").exists():
        raise SettingsError(
            f"PYDASH_DATA_DIR: there is no database in {str(settings.data_dir)!r}. Name the "
            "folder of your PyDash, or start PyDash once to make one."
        )
    try:
        zodb = ZODB.DB(open_file_storage(path))
    except LockError as error:
        raise UnavailableError(
            f"Another program has the database {str(path)!r} open, perhaps a PyDash that is just "
            "starting. Try again in a moment."
        ) from error
    except OSError as error:
        raise refusal_to_open(path, error) from error
    return Database.take_over(zodb, is_prepared=is_prepared)
