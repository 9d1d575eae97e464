"""Tells what a file or a database is that PyDash was given, before anything is done with it.

Source:
    ZODB 6.0, FileStorage/format.py: "FS21" and "FS30", and what a transaction begins with;
    SQLite, "Database File Format", 1.3: the header string.
"""

import pickle
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from ZODB.POSException import POSKeyError
from ZODB.utils import z64

from pydash_app.database.migrating import VERSION_KEY
from pydash_app.errors import ForeignDatabaseError

MAGIC = (b"FS21", b"FS30")
"""With which a `FileStorage` begins."""

_HEAD = struct.Struct(">8sQc")
_LENGTH = struct.Struct(">Q")
UNFINISHED, FINISHED = b"c", (b" ", b"p", b"u")
"""The state of a transaction; its length stands before it, and once more behind it."""

_OTHERS: Mapping[bytes, str] = {
    b"SQLite format 3\x00": "a SQLite database",
    b"\x1f\x8b": "packed with gzip, as repozo packs backups",
    b"PK": "a ZIP archive",
}

OWN_ROOMS = ("users", "dashboards")
"""What is at the root of each database that any PyDash has made."""

MOST_SHOWN = 3


def check_file(path: Path) -> None:
    """Let a file pass that is a `FileStorage`, or nothing yet.

    Raises:
        ForeignDatabaseError: it is something else; the message says what.
        OSError: it can't be read.
    """
    if not path.exists():
        return
    if not path.is_file():
        raise ForeignDatabaseError(_describe(path, "is no file"))
    with path.open("rb") as file:
        head = file.read(16)
        if not head or head.startswith(MAGIC):
            _check_beginning(path, file)
            return
    kind = next((name for magic, name in _OTHERS.items() if head.startswith(magic)), None)
    found = "is no ZODB database" if kind is None else f"is {kind}, and no ZODB database"
    raise ForeignDatabaseError(_describe(path, found))


def _check_beginning(path: Path, file: BinaryIO) -> None:
    """Refuse a file whose first transaction is no such thing: ZODB would cut all of it off."""
    size_bytes = path.stat().st_size
    file.seek(len(MAGIC[0]))
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return
    _tid, length_bytes, status = _HEAD.unpack(head)
    if status == UNFINISHED:
        return
    end = len(MAGIC[0]) + length_bytes
    if status in FINISHED and end + _LENGTH.size <= size_bytes:
        file.seek(end)
        if _LENGTH.unpack(file.read(_LENGTH.size))[0] == length_bytes:
            return
    raise ForeignDatabaseError(_describe(path, "is damaged from its beginning on"))


def is_blank(path: Path) -> bool:
    """Whether a file is there and nothing was ever stored in it."""
    try:
        return path.is_file() and path.stat().st_size <= len(MAGIC[0])
    except OSError:  # a folder on the way that this user may not enter
        return False


def check_root(root: Mapping[str, Any]) -> None:
    """Let the root of a PyDash's database pass, and one in which nothing is yet.

    Raises:
        ForeignDatabaseError: another program keeps its things there.
    """
    if not root:
        return
    version = root.get(VERSION_KEY)
    if isinstance(version, int) and all(room in root for room in OWN_ROOMS):
        return
    names = sorted(map(str, root))
    shown = ", ".join(map(repr, names[:MOST_SHOWN])) + (" …" if len(names) > MOST_SHOWN else "")
    raise ForeignDatabaseError(
        f"The database belongs to another program: at its root are {shown}, and nothing of "
        "PyDash's. Let PYDASH_DATA_DIR or PYDASH_DATABASE name PyDash's own, or an empty one."
    )


def read_root(storage: Any) -> Mapping[str, Any]:
    """What is at the root of a storage, by name; nothing of it is imported.

    A storage that was just made has no root yet.
    """
    try:
        data, _serial = storage.load(z64, "")
    except POSKeyError:
        return {}
    stream = BytesIO(zlib.decompress(data[2:]) if data.startswith(b".z") else data)
    _Reader(stream).load()  # its class
    state = _Reader(stream).load()
    found = state.get("data", {}) if isinstance(state, dict) else {}
    return found if isinstance(found, dict) else {}


class _Reader(pickle.Unpickler):
    """Reads names and numbers, and takes whatever else there is for a mere thing."""

    def find_class(self, _module: str, _name: str, /) -> Any:
        return _Thing

    def persistent_load(self, _reference: Any, /) -> Any:
        return _Thing()


class _Thing(dict[Any, Any]):
    """An object of whatever class."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        super().__init__()

    def __setstate__(self, _state: Any) -> None:
        """Stay as it is."""


def _describe(path: Path, found: str) -> str:
    return (
        f"The database {str(path)!r} {found}. Let PYDASH_DATA_DIR name the folder of your "
        "PyDash, or move this away, and put a backup in its place with: pydash db restore"
    )
