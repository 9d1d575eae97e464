"""Lets a command act on the database in the name of whoever has typed it."""

import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pydash_app.audit import acting_under, by_operator
from pydash_app.database import Database
from pydash_app.settings import Settings
from pydash_cli.opening import open_database

MOST_CHARACTERS = 100


@contextmanager
def open_to_act(settings: Settings, *, may_create: bool = False) -> Iterator[Database]:
    """Open the database; what is done there says in the audit list who did it, and where.

    Raises:
        SettingsError, UnavailableError, NewerDatabaseError: as `open_database`.
    """
    with open_database(settings, may_create=may_create) as database:
        operator = by_operator(name_operator(), socket.gethostname(), at=datetime.now(UTC))
        yield acting_under(database, operator)


def name_operator() -> str:
    """What the system calls whoever runs this; with `sudo`, also who they were before."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # in a container a number need not have a name
        name = str(os.getuid())
    before = os.environ.get("SUDO_USER", "")
    return f"{before} as {name}"[:MOST_CHARACTERS] if before else name
