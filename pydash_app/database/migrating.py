"""Brings a database from the layout in which it was found to the one that this PyDash knows."""

from collections.abc import Iterable, MutableMapping, Sequence
from typing import Any

from BTrees.OOBTree import OOTreeSet

from pydash_app.database.migrations import Migration
from pydash_app.errors import NewerDatabaseError, OlderDatabaseError

VERSION_KEY = "schema_version"

DONE_KEY = "migration_steps_done"
"""The steps of the migration that is under way; not there while none is."""


def check_version(found: int, known: int) -> None:
    """Let a database pass that this PyDash can read.

    Raises:
        NewerDatabaseError: a newer one wrote it.
    """
    if found > known:
        raise NewerDatabaseError(
            f"The database has layout {found} and this PyDash knows layouts up to {known}. "
            "Start the newer PyDash that wrote it, or restore a backup."
        )


def check_not_begun(root: MutableMapping[str, Any]) -> None:
    """Let a database pass that this PyDash would leave as it is, unless another one is at work.

    Raises:
        NewerDatabaseError: a migration to a layout that this PyDash does not know was begun.
    """
    if DONE_KEY in root:
        raise NewerDatabaseError(
            "A newer PyDash has begun to migrate the database, and was interrupted. Run its "
            "`pydash db migrate` again, or restore the backup that it made before."
        )


def list_pending(
    root: MutableMapping[str, Any], migrations: Sequence[Migration]
) -> list[Migration]:
    """What is to be run on a database, first things first."""
    found = root.get(VERSION_KEY)
    return [] if found is None else [one for one in migrations if one.number > found]


def run_small(root: MutableMapping[str, Any], pending: Iterable[Migration]) -> None:
    """Run all of them in the transaction that is open.

    Raises:
        OlderDatabaseError: one of them is large.
    """
    for migration in pending:
        if not migration.is_small:
            raise OlderDatabaseError(
                f"The database has layout {root[VERSION_KEY]}, which an older PyDash wrote, and "
                "must be migrated before this one starts. Stop PyDash everywhere, then run: "
                "pydash db migrate"
            )
        for step in list_remaining(root, migration):
            do_step(root, migration, step)
        finish(root, migration)


def list_remaining(root: MutableMapping[str, Any], migration: Migration) -> list[str]:
    """The steps that were not done yet."""
    done = root.get(DONE_KEY, ())
    return [step for step in migration.list_steps(root) if step not in done]


def do_step(root: MutableMapping[str, Any], migration: Migration, step: str) -> None:
    """Do a step, and note in the same transaction that it is done."""
    done = root.setdefault(DONE_KEY, OOTreeSet())
    if step not in done:
        migration.do_step(root, step)
        done.add(step)


def finish(root: MutableMapping[str, Any], migration: Migration) -> None:
    """Note that the database has the layout that a migration makes."""
    root.pop(DONE_KEY, None)
    root[VERSION_KEY] = migration.number
