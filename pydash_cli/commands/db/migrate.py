"""`pydash db migrate`: brings the database to the layout that this PyDash knows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from pydash_app import backup, health
from pydash_app.database import Database, migration_run
from pydash_app.database.migrations import Migration, find_migrations
from pydash_app.errors import OlderDatabaseError
from pydash_app.settings import Settings, read_settings
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, progress_bar, say


@click.command()
@click.option("--no-backup", is_flag=True, help="Make no backup first; there is one.")
@json_option
def command(*, no_backup: bool, as_json: bool) -> None:
    """Bring the database that an older PyDash wrote to the layout of this one.

    Stop PyDash first, everywhere. A backup is made into PYDASH_BACKUP_DIR, or into the folder
    before-migration in the data folder. What was interrupted goes on when this is run again. Small
    migrations need none of this: they run by themselves when PyDash starts.
    """
    settings = read_settings()
    with open_database(settings, is_prepared=False) as database:
        pending = migration_run.plan(database, find_migrations())
        if any(not migration.is_small for migration in pending):
            _refuse_while_running(database)
            if not no_backup:
                _back_up(settings, as_json=as_json)
        with progress_bar("Migrating", as_json=as_json) as progress:
            migration_run.run(database, pending, progress=progress)
    done = [{"layout": one.number, "summary": one.summary} for one in pending]
    say({"migrations": done}, _describe(pending), as_json=as_json)


def _refuse_while_running(database: Database) -> None:
    if health.is_beating(database, now=datetime.now(UTC)):
        raise OlderDatabaseError("A PyDash works on this database. Stop it first, everywhere.")


def _back_up(settings: Settings, *, as_json: bool) -> None:
    if settings.database:
        raise OlderDatabaseError(
            "PyDash can't back this database up. Make a backup with its own tools, and then run "
            "this command with --no-backup."
        )
    folder: Path = settings.backup_dir or settings.data_dir / "before-migration"
    with progress_bar("Backing up", as_json=as_json) as progress:
        made = backup.make(settings, folder, progress=progress, now=datetime.now(UTC))
    click.echo(f"The backup {made.backup.name} is in {made.folder}.", err=True)


def _describe(pending: Sequence[Migration]) -> str:
    if not pending:
        return "The database has the layout that this PyDash knows; there is nothing to do."
    lines = [f"Layout {one.number}: {one.summary}" for one in pending]
    return "\n".join(["The database is migrated.", *lines])
