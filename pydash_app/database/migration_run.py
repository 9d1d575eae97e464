"""Runs the migrations that are pending, each step of them in a transaction of its own."""

from collections.abc import Sequence
from functools import partial

from pydash_app.database.connection import Database, Root
from pydash_app.database.migrating import (
    VERSION_KEY,
    check_version,
    do_step,
    finish,
    list_pending,
    list_remaining,
)
from pydash_app.database.migrations import Migration
from pydash_app.ports import Progress, tell_nobody


def plan(database: Database, migrations: Sequence[Migration]) -> list[Migration]:
    """What is to be run, first things first.

    Raises:
        NewerDatabaseError: a newer PyDash has written the database.
        UnavailableError: the database can't be reached.
    """

    def read(root: Root) -> list[Migration]:
        check_version(root.get(VERSION_KEY, 0), max(one.number for one in migrations))
        return list_pending(root, migrations)

    return database.read(read)


def run(
    database: Database, pending: Sequence[Migration], *, progress: Progress = tell_nobody
) -> None:
    """Run all of them; what was done before an interruption is not done again.

    Raises:
        UnavailableError: the database can't be reached; running them again goes on there.
    """
    for migration in pending:
        steps = database.read(partial(list_remaining, migration=migration))
        for done, step in enumerate(steps, start=1):
            database.write(partial(do_step, migration=migration, step=step))
            progress(done, len(steps))
        database.write(partial(finish, migration=migration))
