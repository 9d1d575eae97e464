"""What a monitored app's database holds, read with the app's own drivers; see `fmd5_sql.py`."""

import contextlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.remotes.running_fmd5 import PYTHON, ROOT

_SCRIPT = ROOT / "tests" / "remotes" / "fmd5_sql.py"


@dataclass(frozen=True)
class Fmd5Database:
    """A database server's database of one FMD.

    Attributes:
        address: as SQLAlchemy knows it.
        quote: what names are put into.
        prefix: of FMD's tables.
    """

    address: str
    quote: str
    prefix: str
    process: "subprocess.Popen[str]"

    def name(self, table: str) -> str:
        """A table's name, quoted."""
        return f"{self.quote}{self.prefix}{table}{self.quote}"

    def query(self, statement: str, connection: str = "usual") -> list[list[Any]]:
        """Run a statement, in which `{table}` is that of the calls; its rows."""
        self.begin(statement, connection)
        return self.wait()

    def begin(self, statement: object, connection: str) -> None:
        """Start it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([connection, statement]) + "\n")
        self.process.stdin.flush()

    def wait(self) -> list[list[Any]]:
        """The rows of what was started."""
        assert self.process.stdout is not None
        answer = self.process.stdout.readline()
        assert answer, "the statement failed; see standard error"
        rows: list[list[Any]] = json.loads(answer)
        return rows

    def insert(self, version: str, connection: str) -> None:
        """Write a call, uncommitted."""
        self.query(
            "INSERT INTO {table} (endpoint_id, duration, time_requested, version_requested, ip)"  # noqa: S608
            f" VALUES (1, 1.5, '2026-11-23 19:36:16', '{version}', '10.9.9.9')",
            connection,
        )

    def read_calls(self) -> list[list[Any]]:
        """All calls by id, in the order of what fmd_export sends."""
        return self.query(
            "SELECT r.id, e.name, r.duration, r.time_requested, r.version_requested, r.group_by,"
            " r.ip, r.status_code FROM {table} r JOIN {endpoints} e ON e.id = r.endpoint_id"
            " ORDER BY r.id".replace("{endpoints}", self.name("Endpoint"))
        )

    def read_endpoints(self) -> list[str]:
        """The names of those that FMD knows."""
        return [name for (name,) in self.query(f"SELECT name FROM {self.name('Endpoint')}")]  # noqa: S608


@contextlib.contextmanager
def open_database(address: str, *, prefix: str = "") -> Iterator[Fmd5Database]:
    """Connections to a database until the block ends."""
    quote = "`" if address.startswith("mysql") else '"'
    table = f"{quote}{prefix}Request{quote}"
    with subprocess.Popen(  # noqa: S603
        [str(PYTHON), str(_SCRIPT), address, table],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield Fmd5Database(address, quote, prefix, process)
