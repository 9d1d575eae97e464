"""`pydash db verify`: reads everything."""

from pathlib import Path

import click

from pydash_app import backup
from pydash_app.database.walking import Walk, walk
from pydash_app.settings import read_settings
from pydash_cli.commands.db.backup_folder import folder_argument, folder_of
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, progress_bar, say


@click.command()
@folder_argument
@click.option("--backup", "is_backup", is_flag=True, help="Try out the newest backup in FOLDER.")
@click.option("--until", metavar="MOMENT", help="With --backup: the last one up to this moment.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path | None,
    *,
    is_backup: bool,
    until: str | None,
    as_json: bool,
) -> None:
    """Read every object of the database, or of a backup, and say which can't be read.

    A backup is put together in a temporary folder first. Ends with 1 where something is damaged.
    """
    settings = read_settings()
    if is_backup:
        chosen = folder_of(settings, folder)
        with progress_bar("Verifying", as_json=as_json) as progress:
            newest, count = backup.try_out(chosen, until=until, progress=progress)
        sentence = f"The backup {newest.name} is whole: all its {count:,} objects can be read."
        say({"backup": newest, "object_count": count}, sentence, as_json=as_json)
        return
    if folder is not None or until is not None:
        raise click.UsageError("A folder and --until go with --backup.")
    with (
        open_database(settings, is_prepared=False) as database,
        progress_bar("Verifying", as_json=as_json) as progress,
    ):
        found = walk(database, progress=progress)
    say(found, _describe(found), as_json=as_json)
    context.exit(1 if found.damages else 0)


def _describe(found: Walk) -> str:
    if not found.damages:
        return f"All {found.object_count:,} objects can be read."
    lines = [damage.sentence for damage in found.damages]
    advice = "Restore a backup: pydash db restore --replace"
    return "\n".join([*lines, f"{found.object_count:,} objects can be read. {advice}"])
