"""Which folder the commands about backups mean."""

from pathlib import Path

import click

from pydash_app.settings import Settings

folder_argument = click.argument(
    "folder", required=False, type=click.Path(file_okay=False, path_type=Path)
)


def folder_of(settings: Settings, given: Path | None) -> Path:
    """The folder that was given, or else the one that is set.

    Raises:
        UsageError: there is neither.
    """
    folder = given or settings.backup_dir
    if folder is None:
        raise click.UsageError("Name the folder of the backups, or set PYDASH_BACKUP_DIR.")
    return folder.expanduser().absolute()
