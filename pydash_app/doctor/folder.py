"""The data folder, the secret key, the disk, and the backups."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta

from pydash_app import backup
from pydash_app.database.address import get_file_path
from pydash_app.doctor.finding import Finding, from_reason
from pydash_app.errors import BackupError, SettingsError
from pydash_app.health.reasons import judge_disk
from pydash_app.housekeeping.key_rotation import get_next_path
from pydash_app.secret_key import find_secret_key, fingerprint_of, get_key_path
from pydash_app.settings import Settings

LATE_BACKUPS = 3
"""So many intervals without a backup are no accident."""

FULL_BYTES = 1024 * 1024
"""With less there is no room for a commit."""

OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look_at_folder(settings: Settings) -> Iterator[Finding]:
    """The data folder, who may read it, the disk under it, and the secret key in it."""
    folder = settings.data_dir
    if not folder.is_dir():
        yield Finding(
            "data folder",
            "problem",
            f"There is no folder {str(folder)!r}. Let PYDASH_DATA_DIR name the folder of your "
            "PyDash, or start PyDash once to make it.",
        )
        return
    faults = list(_find_faults(settings))
    yield from faults
    if not faults:
        yield Finding("data folder", "fine", f"{folder} is there, and for nobody else to read.")
    yield from _look_at_disk(settings)
    yield from _look_at_key(settings)


def _find_faults(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            "data folder",
            "problem",
            f"{str(folder)!r} can't be read and written by this user. Run this as the user that "
            "runs PyDash, or give the folder to that user.",
        )
        return
    owner = folder.stat().st_uid
    strange = sorted(path for path in folder.iterdir() if path.lstat().st_uid != owner)
    if strange:
        names = ", ".join(path.name for path in strange)
        yield Finding(
            "data folder",
            "warning"
            if all(os.access(path, os.R_OK | os.W_OK) for path in strange)
            else "problem",
            f"Not everything in {str(folder)!r} belongs to the user that the folder belongs to "
            f"({names}): somebody else has run a command there. Run: chown -R {owner} {folder}",
        )
    for path in (folder, get_file_path(settings), get_key_path(settings)):
        if path.exists() and path.stat().st_mode & OF_OTHERS:
            mode = "700" if path == folder else "600"
            yield Finding(
                "data folder",
                "warning",
                f"Others on this machine may look into {str(path)!r}. Run: chmod {mode} {path}",
            )


def _look_at_disk(settings: Settings) -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.data_dir)
    if usage.free < FULL_BYTES:
        yield Finding(
            "disk",
            "problem",
            "The disk of PYDASH_DATA_DIR is full, so that nothing new is stored. Free some space: "
            "all goes on by itself then. What is stored can be read, and backed up elsewhere.",
        )
        return
    reasons = list(judge_disk(free_bytes=usage.free, total_bytes=usage.total))
    yield from (from_reason("disk", reason) for reason in reasons)
    path = get_file_path(settings)
    size_bytes = path.stat().st_size if path.exists() else 0
    if usage.free < size_bytes:
        yield Finding(
            "disk",
            "warning",
            "Less is free on the disk than the database takes, so that packing it may not "
            "succeed. Free some space, or move the data folder to a larger disk.",
        )
    elif not reasons:
        yield Finding("disk", "fine", f"{usage.free / 1e9:.1f} GB are free.")


def _look_at_key(settings: Settings) -> Iterator[Finding]:
    if get_next_path(settings).exists():
        yield Finding(
            "secret key",
            "problem",
            "A change of the secret key was interrupted. Stop PyDash, and run again: "
            "pydash config rotate-key",
        )
    try:
        key = find_secret_key(settings)
    except SettingsError as error:
        yield Finding("secret key", "problem", error.message)
        return
    if key is not None:
        yield Finding("secret key", "fine", f"It is there (fingerprint {fingerprint_of(key)}).")
    elif get_file_path(settings).exists() or settings.database:
        yield Finding(
            "secret key",
            "problem",
            f"There is none. Put {str(get_key_path(settings))!r} back, from a backup perhaps, or "
            "set PYDASH_SECRET_KEY: without it no app can be fetched, and PyDash does not start.",
        )


def look_at_backups(settings: Settings, *, now: datetime) -> Finding:
    """Whether there are backups, and how old the newest is."""
    if settings.database:
        return Finding("backups", "fine", "PYDASH_DATABASE names a database that you back up.")
    if settings.backup_dir is None:
        return Finding(
            "backups",
            "warning",
            "PyDash makes none by itself. Set PYDASH_BACKUP_DIR to a folder on another disk, or "
            "run `pydash db backup` every day.",
        )
    longest = LATE_BACKUPS * timedelta(hours=settings.backup_interval_hours)
    try:
        newest = backup.find_newest(settings.backup_dir)
    except BackupError as error:
        return Finding("backups", "problem", error.message)
    if newest is None:
        return Finding(
            "backups", "problem", f"There is none in {settings.backup_dir}. Run: pydash db backup"
        )
    if now - newest.taken_at > longest:
        return Finding(
            "backups",
            "problem",
            f"The newest is of {newest.taken_at:%Y-%m-%d}. Run `pydash db backup`, and look into "
            "the scheduler's log why it did not.",
        )
    return Finding("backups", "fine", f"The newest is {newest.name}.")
