"""`pydash config rotate-key`: another secret key."""

from datetime import UTC, datetime
from pathlib import Path

import click

from pydash_app import health
from pydash_app.audit import Subject, note
from pydash_app.errors import SettingsError
from pydash_app.housekeeping import key_rotation
from pydash_app.housekeeping.key_rotation import Rotation
from pydash_app.secret_key import read_key
from pydash_app.settings import read_settings, source_of
from pydash_app.settings.names import FILE_SUFFIX
from pydash_cli.acting import open_to_act
from pydash_cli.opening import is_served
from pydash_cli.output import json_option, progress_bar, say

RUNNING = (
    "A PyDash works with the old key. Stop it first, everywhere, its web servers too; then run "
    "this command, and start it again."
)


@click.command("rotate-key")
@click.option(
    "--new-key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the new key from this file instead of making one.",
)
@json_option
def rotate_key_command(new_key_file: Path | None, *, as_json: bool) -> None:
    """Encrypt the apps' security codes with a new secret key, and put that in force.

    Stop PyDash first, everywhere. What was interrupted goes on when this is run again. Everybody
    is logged out, since the key signs sessions, and counts of the rate limits begin anew. API
    tokens, passwords and mailed links stay good. Backups that were made before need the old key.
    """
    settings = read_settings()
    given = None if new_key_file is None else read_key(new_key_file)
    if not settings.database and is_served(settings):
        raise SettingsError(RUNNING)
    with open_to_act(settings) as database:
        if settings.database and health.is_beating(database, now=datetime.now(UTC)):
            raise SettingsError(RUNNING)
        with progress_bar("Encrypting", as_json=as_json) as progress:
            rotation = key_rotation.rotate(database, settings, given=given, progress=progress)
        note(database, "secret_key_rotated", Subject("installation"))
    say(rotation, _describe(rotation), as_json=as_json)


def _describe(rotation: Rotation) -> str:
    changed, ended = rotation.changed_count, rotation.session_count
    lines = [
        f"{changed} security codes are encrypted with the new key.",
        f"{ended} sessions have ended.",
        f"The new key's fingerprint is {rotation.fingerprint}.",
    ]
    if rotation.unreadable_count:
        lines.append(
            f"{rotation.unreadable_count} security codes could not be read with the old key, and "
            "must be entered anew."
        )
    if rotation.must_be_set:
        variable = source_of("secret_key")
        is_file = variable.endswith(FILE_SUFFIX)
        place = (
            f"Write it into the file that {variable} names" if is_file else f"Set {variable} to it"
        )
        lines.append(f"{place} before you start PyDash.")
    lines.append("Make a backup now: those made before need the old key.")
    return "\n".join(lines)
