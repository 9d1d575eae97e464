"""`pydash db restore`: makes a database of a backup."""

from datetime import UTC, datetime
from pathlib import Path

import click

from pydash_app import backup
from pydash_app.backup import Restored
from pydash_app.settings import read_settings
from pydash_cli.commands.db.backup_folder import folder_argument, folder_of
from pydash_cli.output import json_option, progress_bar, say

_KEY_SENTENCES = {
    "restored": "The secret key that was beside the backup is there, too.",
    "in place": "The secret key that belongs to it was there already.",
    "missing": (
        "The secret key is not there: put it into {key_path}, or set PYDASH_SECRET_KEY, before "
        "you start PyDash (fingerprint {fingerprint}). Without it the apps' security codes can't "
        "be read."
    ),
    "another": (
        "The secret key in force is another one than the backup's (fingerprint {fingerprint}). "
        "Put that back before you start PyDash: without it the apps' security codes can't be read."
    ),
}


@click.command()
@folder_argument
@click.option(
    "--until",
    metavar="MOMENT",
    help="Restore the last backup up to this moment, in UTC: 2026-11-25, or its whole name.",
)
@click.option("--replace", is_flag=True, help="Put the database aside that is there.")
@json_option
def command(folder: Path | None, *, until: str | None, replace: bool, as_json: bool) -> None:
    """Restore the newest backup in FOLDER (PYDASH_BACKUP_DIR) into the data folder.

    The data folder (PYDASH_DATA_DIR) must be empty, and no PyDash run in it. Every file of the
    backup is compared with what was written down of it, and every object is read before the
    database appears.
    """
    settings = read_settings()
    chosen = folder_of(settings, folder)
    with progress_bar("Restoring", as_json=as_json) as progress:
        restored = backup.restore(
            settings,
            chosen,
            until=until,
            replaces=replace,
            progress=progress,
            now=datetime.now(UTC),
        )
    key_path = str(settings.data_dir / "secret_key")
    say(restored, _describe(restored, key_path), as_json=as_json)


def _describe(restored: Restored, key_path: str) -> str:
    one = restored.backup
    moment = f"{one.taken_at:%Y-%m-%d %H:%M:%S} UTC"
    lines = [
        f"The database is as it was at {moment}, with {restored.object_count:,} objects.",
        _KEY_SENTENCES[restored.key].format(key_path=key_path, fingerprint=one.key_fingerprint),
    ]
    if restored.put_aside is not None:
        lines.append(f"What was there before is in {restored.put_aside}.")
    return "\n".join(lines)
