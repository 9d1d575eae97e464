"""Runs SQL on a database of FMD, on as many connections as wished, with the app's own drivers.

    .venvs/fmd5/bin/python tests/remotes/fmd5_sql.py <address of the database>

Takes a line of JSON for each statement, `[connection, statement]`, and answers with a line of
JSON: the rows, texts for what JSON has no word for. A connection is made when first named; what
it does is committed when it is told `COMMIT`. `["*", seconds]` lets eight writers insert
and commit at random for so long, and answers with the number of rows that stayed.
"""

import json
import random
import sys
import threading
import time

from sqlalchemy import Connection, Engine, create_engine, text

WRITERS = 8
INSERT = (
    "INSERT INTO {table} (endpoint_id, duration, time_requested, version_requested, ip)"
    " VALUES (1, 1.5, '2026-11-23 19:36:16', '{version}', '10.9.9.9')"
)


def main(address: str, table: str) -> None:
    """Answer until the input ends."""
    engine = create_engine(address)
    connections: dict[str, Connection] = {}
    for line in sys.stdin:
        name, statement = json.loads(line)
        if name == "*":
            answer = [[storm(engine, table, float(statement))]]
        else:
            connection = connections.setdefault(name, engine.connect())
            answer = run(connection, statement.replace("{table}", table))
        print(json.dumps(answer, default=str), flush=True)  # noqa: T201


def run(connection: Connection, statement: str) -> "list[list[object]]":
    """The rows, where there are any."""
    if statement in ("COMMIT", "ROLLBACK"):
        getattr(connection, statement.lower())()
        return []
    result = connection.execute(text(statement))
    rows = [list(row) for row in result] if result.returns_rows else []
    if statement.startswith("SELECT"):
        connection.rollback()  # or the next reading might show the same
    return rows


def storm(engine: Engine, table: str, seconds: float) -> int:
    """Many short transactions that overlap."""
    counts = [0] * WRITERS
    ends_at = time.monotonic() + seconds

    def write(number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        while time.monotonic() < ends_at:
            with engine.connect() as connection:
                for _ in range(chance.randint(1, 3)):
                    connection.execute(text(INSERT.format(table=table, version=number)))
                    counts[number] += 1
                time.sleep(chance.choice((0, 0, 0.01, 0.05, 0.3)))
                connection.commit()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
