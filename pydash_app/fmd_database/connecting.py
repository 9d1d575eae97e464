"""Connects to a database that a file or an address names, to read it alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from pydash_app import names
from pydash_app.errors import ImportSourceError

CONNECT_TIMEOUT_S = 15
BUSY_TIMEOUT_S = 30.0
"""The monitored app writes into the same file, each time for a moment."""

SQLITE_MAGIC = b"SQLite format 3\0"
"""What such a file begins with: https://www.sqlite.org/fileformat.html#magic_header_string."""

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}


def connect(source: str) -> Engine:
    """Make ready to read a database; the first question to it connects.

    Args:
        source: a path, or an address as FMD's `DATABASE` has it; drivers named there don't count.

    Raises:
        ImportSourceError: there is nothing of the kind that can be read.
    """
    if "://" not in source:
        return _open_file(Path(source))
    try:
        url = make_url(source)
    except (ArgumentError, ValueError) as error:
        # Not `from error`: its text repeats the address.
        raise _no_address() from error.__cause__
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite":
        return _open_file(Path(url.database or ""))
    if kind not in _DRIVERS or not url.host or not url.database:
        raise _no_address()
    _look_up(url)
    return create_engine(
        url.set(drivername=_DRIVERS[kind]),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
    )


def _look_up(url: URL) -> None:
    """Find out in time whether the name is known: the drivers' own look-ups know no deadline."""
    host = str(url.host)
    if host.startswith("/"):  # a socket's folder
        return
    try:
        names.look_up(host, url.port or 0, timeout_s=CONNECT_TIMEOUT_S)
    except TimeoutError as error:
        raise ImportSourceError(
            f"The name {host} could not be looked up within {CONNECT_TIMEOUT_S} seconds. "
            "Check the address, and this machine's name server."
        ) from error
    except (OSError, UnicodeError):
        return  # the driver says so in its own words


@contextmanager
def told_apart(url: URL) -> Iterator[None]:
    """Turn what the database or its driver refuses into a sentence without the password.

    Raises:
        ImportSourceError: something was refused.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise ImportSourceError(
            f"The database at {name_of(url)} can't be read: {_reason(error, url)}. "
            "Check the address, the password, and whether this user may read FMD's tables."
        ) from None  # the driver's own error may show what it was given


def name_of(url: URL) -> str:
    """What a database is called in messages."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.host}:{url.port}/{url.database}" if url.port else f"{url.host}/{url.database}"


def _open_file(path: Path) -> Engine:
    _check_file(path)
    address = f"file:{quote(str(path.resolve()))}?mode=ro"

    def open_it() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S)
        # A text may be any bytes there: one that is not UTF-8 must not stop the reading.
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        return connection

    url = URL.create("sqlite+pysqlite", database=str(path))
    return create_engine(url, creator=open_it, poolclass=NullPool, hide_parameters=True)


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begin = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ImportSourceError(f"The file {path} can't be read: {reason}.") from error
    if not begin:
        raise ImportSourceError(f"The file {path} is empty.")
    if begin != SQLITE_MAGIC:
        raise ImportSourceError(
            f"The file {path} is no SQLite database. Name the file that FMD's DATABASE setting "
            "names, usually flask_monitoringdashboard.db."
        )


def _reason(error: SQLAlchemyError, url: URL) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    lines = str(original).strip().splitlines()
    reason = lines[0].rstrip(".") if lines else type(original).__name__
    return reason.replace(url.password, "…") if url.password else reason


def _no_address() -> ImportSourceError:
    return ImportSourceError(
        "This is no address of a database that PyDash reads. Name a SQLite file, or write "
        "postgresql://user:password@host/database or mysql://user:password@host/database."
    )
