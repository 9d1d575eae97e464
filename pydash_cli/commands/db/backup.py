"""`pydash db backup`: copies the database while PyDash runs."""

from datetime import UTC, datetime
from pathlib import Path

import click

from pydash_app import backup
from pydash_app.backup import Made
from pydash_app.settings import read_settings
from pydash_cli.commands.db.backup_folder import folder_argument, folder_of
from pydash_cli.output import json_option, progress_bar, say, size


@click.command()
@folder_argument
@click.option("--full", is_flag=True, help="Copy everything, not only what came since.")
@click.option(
    "--with-key/--without-key",
    default=True,
    help="Whether to put the secret key beside the backup; by default it is.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="Remove older ones, but for so many full backups with what follows on them.",
)
@json_option
def command(
    folder: Path | None, *, full: bool, with_key: bool, keep: int | None, as_json: bool
) -> None:
    """Add a backup of the own database to FOLDER, which is PYDASH_BACKUP_DIR by default.

    PyDash may run meanwhile. What is written is read once more and compared with the database
    before it counts. The first backup is full, and so is the first after the database was packed;
    the others hold what came since the one before.

    A backup holds the database: people, dashboards, measurements, mails that wait. With it belongs
    the secret key, without which the apps' security codes can't be read. Who has both can read
    those codes. Not in it are the outbox, the counts of the rate limits, and the settings.
    """
    settings = read_settings()
    chosen = folder_of(settings, folder)
    with progress_bar("Backing up", as_json=as_json) as progress:
        made = backup.make(
            settings,
            chosen,
            is_full=full,
            with_key=with_key,
            most_chains=keep,
            progress=progress,
            now=datetime.now(UTC),
        )
    say(made, _describe(made), as_json=as_json)


def _describe(made: Made) -> str:
    one = made.backup
    if not made.is_new:
        sentence = f"Nothing has changed since the backup {one.name}."
    else:
        sentence = (
            f"The backup {one.name} ({one.kind}, {size(one.size_bytes)}) is in {made.folder}, and "
            "is what is in the database."
        )
    if made.needs_key:
        return (
            f"{sentence}\nThe secret key is not in it. Keep that elsewhere, too: without it the "
            f"apps' security codes can't be read (fingerprint {one.key_fingerprint})."
        )
    return (
        f"{sentence}\nThe secret key lies beside it ({one.key_name}): let nobody read this folder "
        "who may not read the apps' security codes."
    )
