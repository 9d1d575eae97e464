"""`pydash doctor`: what is wrong with this installation."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from pydash_app import doctor
from pydash_app.database import storage
from pydash_app.database.address import get_file_path
from pydash_app.database.recognition import is_blank
from pydash_app.doctor import Finding
from pydash_app.errors import PydashError, SettingsError
from pydash_app.secret_key import find_secret_key
from pydash_app.settings import Settings, read_settings
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, say
from pydash_web import self_monitoring

MARKS = {"fine": "  ok   ", "warning": "warning", "problem": "PROBLEM"}


@click.command()
@json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Say what is wrong with this installation, and what to do.

    Looks at the settings, the data folder and its modes, the disk, the secret key, the database,
    the scheduler, the clock, the dashboards, the backups, the mail server and the address. Changes
    nothing. Ends with 1 where there is a problem; a warning is none.
    """
    findings = list(_look(read_settings(), datetime.now(UTC)))
    lines = [f"{MARKS[one.level]}  {one.about}: {one.sentence}" for one in findings]
    say(findings, "\n".join(lines), as_json=as_json)
    context.exit(1 if any(one.level == "problem" for one in findings) else 0)


def _look(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield _look_at_parts(settings)
    yield from doctor.look_at_settings(settings, os.environ)
    yield from doctor.look_at_folder(settings)
    if settings.database or get_file_path(settings).exists():
        yield from _look_into_database(settings, now)
    elif settings.data_dir.is_dir():
        yield Finding(
            "database",
            "warning",
            "There is none in the data folder yet. PyDash makes one when it starts; if there was "
            "one, PYDASH_DATA_DIR names another folder now.",
        )
    yield doctor.look_at_backups(settings, now=now)
    yield from doctor.look_at_authorities(settings, now=now)
    yield doctor.look_at_mail(settings)
    yield from doctor.look_at_address(settings, secret_key=_find_key(settings), now=now)


def _look_at_parts(settings: Settings) -> Finding:
    try:
        storage.check_parts(settings)
        self_monitoring.check_parts(settings)
    except SettingsError as error:
        return Finding("settings", "problem", error.message)
    return Finding("settings", "fine", "All can be used; `pydash config` prints them.")


def _look_into_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    key = _find_key(settings)
    if not settings.database and is_blank(get_file_path(settings)):
        yield doctor.NOTHING_YET  # to open it would write into it
        return
    try:
        with open_database(settings, is_prepared=False) as database:
            yield from doctor.look_into_database(database, secret_key=key, now=now)
    except PydashError as error:
        yield Finding("database", "problem", error.message)


def _find_key(settings: Settings) -> bytes | None:
    try:
        return find_secret_key(settings)
    except SettingsError:  # told with the folder
        return None
