"""Whatever lies where the database should be, each command says what it is, and harms nothing."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import ZODB
from BTrees.OOBTree import OOBTree
from ZODB.FileStorage import FileStorage

from pydash_app.database.file_storage import open_file_storage
from pydash_app.database.migrating import VERSION_KEY
from pydash_app.database.recognition import OWN_ROOMS, read_root
from tests.stack.commands import run_pydash
from tests.stack.waiting import find_free_port
from tests.unit.pydash_cli.test_every_command import ARGUMENTS, COMMANDS, call

Make = Callable[[Path], None]


def make_empty(path: Path) -> None:
    path.touch()


def make_half_made(path: Path) -> None:
    """As a database server leaves it that ended before anybody had asked it for something."""
    FileStorage(str(path)).close()


def make_bare(path: Path) -> None:
    """As ZODB leaves it that was opened, and in which nothing was stored."""
    ZODB.DB(FileStorage(str(path))).close()


def make_with(rooms: tuple[str, ...], **values: object) -> Make:
    def make(path: Path) -> None:
        database = ZODB.DB(FileStorage(str(path)))
        with database.transaction() as connection:
            connection.root().update({name: OOBTree() for name in rooms} | values)
        database.close()

    return make


def make_sqlite(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE calls (id INTEGER)")
    connection.commit()
    connection.close()


def make_folder(path: Path) -> None:
    path.mkdir()


def make_text(path: Path) -> None:
    path.write_text("This is no database.\n" * 10)


def make_damaged(path: Path) -> None:
    path.write_bytes(b"FS30" + bytes(range(256)) * 4)


BLANK: dict[str, Make] = {
    "empty": make_empty,
    "half-made": make_half_made,
    "bare": make_bare,
}
STRANGE: dict[str, tuple[Make, str]] = {
    "another program's": (make_with(("Application",)), "'Application'"),
    "one with our rooms' names": (make_with(OWN_ROOMS), "another program"),
    "one with our version's name": (make_with((), **{VERSION_KEY: "1"}), "another program"),
    "SQLite": (make_sqlite, "a SQLite database"),
    "a text": (make_text, "no ZODB database"),
    "a folder": (make_folder, "is no file"),
    "damaged": (make_damaged, "damaged"),
    "newer": (make_with(OWN_ROOMS, **{VERSION_KEY: 99}), "newer PyDash"),
}
ASKING_DATABASE = [
    words
    for words in COMMANDS
    if words not in {"config", "health", "db restore", "web", "scheduler", "db backup", "run"}
    and words != "db serve"
]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "secret_key").write_text("a key that is long enough for this")
    return folder / "pydash.fs"


def settings_of(path: Path) -> dict[str, str]:
    return {"DATA_DIR": str(path.parent), "PORT": "1", "BASE_URL": "http://127.0.0.1:1"}


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("words", ASKING_DATABASE)
def test_each_command_says_what_was_found_and_leaves_it_alone(
    kind: str, words: str, path: Path
) -> None:
    make, sentence = STRANGE[kind]
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    code, output, errors = call(words, *ARGUMENTS.get(words, []), **settings_of(path))
    if (kind, words) != ("newer", "db verify"):  # which reads what any PyDash has written
        assert code in (1, 2), (output, errors)
        assert sentence in output + errors
    assert "Traceback" not in output + errors
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("kind", BLANK)
@pytest.mark.parametrize("words", ASKING_DATABASE)
def test_with_a_database_in_which_nothing_is_no_command_breaks(
    kind: str, words: str, path: Path
) -> None:
    BLANK[kind](path)
    code, output, errors = call(words, *ARGUMENTS.get(words, []), **settings_of(path))
    assert code in (0, 1, 2), (output, errors)
    assert output + errors
    assert "KeyError" not in output + errors


@pytest.mark.parametrize("kind", BLANK)
def test_the_doctor_says_that_nothing_is_in_it_and_writes_nothing(kind: str, path: Path) -> None:
    BLANK[kind](path)
    before = path.read_bytes()
    _code, output, _errors = call("doctor", **settings_of(path))
    assert "Nothing is in it yet" in output
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", ["another program's", "SQLite", "damaged"])
@pytest.mark.parametrize("words", [("run",), ("db", "serve")])
def test_servers_do_not_start_and_say_why(kind: str, words: tuple[str, ...], path: Path) -> None:
    make, sentence = STRANGE[kind]
    make(path)
    settings = {f"PYDASH_{name}": value for name, value in settings_of(path).items()}
    done = run_pydash(*words, settings=settings | {"PYDASH_PORT": str(find_free_port())}, code=2)
    assert done.stderr.count(sentence) == 1, done.stderr


@pytest.mark.parametrize("kind", ["SQLite", "a text", "a folder", "damaged"])
def test_what_is_no_database_is_not_backed_up(kind: str, path: Path) -> None:
    make, sentence = STRANGE[kind]
    make(path)
    code, output, errors = call("db backup", "backups", **settings_of(path))
    assert code in (1, 2)
    assert sentence in output + errors


@pytest.mark.parametrize("kind", [*STRANGE, *BLANK])
@pytest.mark.parametrize("words", ["db backup", "db restore"])
def test_backups_leave_alone_whatever_is_there(words: str, kind: str, path: Path) -> None:
    make = BLANK[kind] if kind in BLANK else STRANGE[kind][0]
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    code, output, errors = call(words, "backups", **settings_of(path))
    assert code in (0, 1, 2), (output, errors)
    assert output + errors
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_root_is_read_without_importing_what_is_in_it(path: Path) -> None:
    make_with(("a",), **{"b": 7, VERSION_KEY: 2})(path)
    storage = open_file_storage(path)
    try:
        root = read_root(storage)
    finally:
        storage.close()
    assert set(root) == {"a", "b", VERSION_KEY}
    assert root[VERSION_KEY] == 2
