"""What a database that can't be asked looks like, and what it is to those who use PyDash."""

import sys
from typing import Any

from ZEO.Exceptions import ClientDisconnected, ClientStorageError, ServerException

from pydash_app.database.file_storage import FULL_DISK_ERRNOS, NoSpaceLeftError
from pydash_app.errors import DiskFullError, UnavailableError

NO_SPACE_LEFT = f"{NoSpaceLeftError.__module__}.{NoSpaceLeftError.__name__}"
"""Of a failure on the server, a ZEO client gets to know the name of its class."""

FULL_DISK_SQLSTATE = "53100"
"""PostgreSQL 15, documentation, appendix A "Error codes": `disk_full`."""


def outages() -> tuple[type[Exception], ...]:
    """The failures of a database that can't be asked now; for an `except`.

    Those of PostgreSQL are among them once a database there was opened; its parts are optional.
    """
    known = (ClientDisconnected, ClientStorageError)
    if "relstorage" not in sys.modules:
        return known
    from pydash_app.database.postgres_failures import POSTGRES_OUTAGES  # noqa: PLC0415 - see above

    return (*known, *POSTGRES_OUTAGES)


def translate(error: Exception) -> UnavailableError:
    """What an outage is to those who use PyDash."""
    is_full = isinstance(error, ServerException) and _tells_of_full_disk(*error.args)
    if is_full or getattr(error, "pgcode", None) == FULL_DISK_SQLSTATE:
        return DiskFullError(
            "PyDash's disk is full, so that nothing new can be stored. "
            "Ask whoever runs this PyDash to free some space, then try again."
        )
    return UnavailableError("The database can't be reached. Try again in a moment.")


def _tells_of_full_disk(kind: str, details: tuple[Any, ...] = ()) -> bool:
    """Whether a ZEO server says that its disk is full; one of the operator's has its own words."""
    if kind == NO_SPACE_LEFT:
        return True
    return kind == "builtins.OSError" and bool(details) and details[0] in FULL_DISK_ERRNOS
