"""`pydash import …`: history from an FMD's own database."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from pydash_app.audit import Subject, note
from pydash_app.dashboard.services.importing import Import, ImportReport, check_target
from pydash_app.errors import ImportSourceError, SettingsError
from pydash_app.extras import how_to_install
from pydash_app.measurements.column_cache import COLUMN_CACHE, MEBIBYTE
from pydash_app.settings import read_settings
from pydash_app.settings.reading import read_secret_file
from pydash_app.timezones import find_zone
from pydash_cli.acting import open_to_act

if TYPE_CHECKING:
    from pydash_app.fmd_database import FmdCalls

SOURCE_VARIABLE = "PYDASH_IMPORT_SOURCE"
SOURCE_FILE_VARIABLE = f"{SOURCE_VARIABLE}_FILE"

CACHE_MB = 16
"""What is read is soon read no more: it needs not the memory of a web process."""


def _read_zone(_: click.Context, __: click.Parameter, name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    zone = find_zone(name)
    if zone is None:
        raise click.BadParameter("write the name of a time zone, like Europe/Amsterdam.")
    return zone


def _read_source(context: click.Context, parameter: click.Parameter, source: str | None) -> str:
    path = os.environ.get(SOURCE_FILE_VARIABLE)
    is_argument = context.get_parameter_source("source") is ParameterSource.COMMANDLINE
    if not path or is_argument:
        if source is None:
            raise click.MissingParameter(ctx=context, param=parameter)
        return source
    if source is not None:
        raise SettingsError(
            f"{SOURCE_VARIABLE} and {SOURCE_FILE_VARIABLE} are both set; leave one away."
        )
    return read_secret_file(SOURCE_FILE_VARIABLE, Path(path))


@click.command()
@click.option("--dashboard", "dashboard_id", type=click.UUID, required=True, help="Its id.")
@click.option("--timezone", "zone", callback=_read_zone, help="Of the times; else UTC.")
@click.option("--table-prefix", help="FMD's TABLE_PREFIX, where several have tables there.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.argument("source", envvar=SOURCE_VARIABLE, required=False, callback=_read_source)
def command(
    dashboard_id: UUID, zone: ZoneInfo | None, table_prefix: str | None, source: str, as_json: bool
) -> None:
    """Import history from the database of a Flask-MonitoringDashboard.

    SOURCE is a SQLite file, or an address such as postgresql://user:password@host/database or
    mysql://…; others on this machine can't see it in the environment variable
    PYDASH_IMPORT_SOURCE, or in the file that PYDASH_IMPORT_SOURCE_FILE names. Both databases may
    be in use meanwhile.

    Calls that were fetched or imported before are not doubled. An import that was cut off is run
    again, and goes on. FMD 1.10 and 1.11 store the times of their host's clock: name its time
    zone then, like --timezone Europe/Amsterdam.

    Exits with 0 when every call is there, 1 when one sentence says why not, 2 when the command
    was not understood.
    """
    open_source = _load_opener()
    settings = read_settings()
    COLUMN_CACHE.resize(CACHE_MB * MEBIBYTE)
    with open_to_act(settings) as database:
        name = check_target(
            database, dashboard_id, is_zone_given=zone is not None, settings=settings
        )
        note(database, "history_imported", Subject("dashboard", str(dashboard_id), name))
        sources = open_source(source, zone=zone or ZoneInfo("UTC"), table_prefix=table_prefix)
        reports = {}
        for calls in sources:
            click.echo(f"Importing {calls.name} into {name} …", err=True)
            with click.progressbar(length=2 * calls.count_rows(), file=sys.stderr) as bar:
                errand = Import(database, dashboard_id, settings, _now, bar.update)
                reports[calls.name] = errand.run(calls)
    for table, report in reports.items():
        click.echo(_as_json(table, report) if as_json else _in_words(report))


def _load_opener() -> "Callable[..., list[FmdCalls]]":
    """What opens an FMD's database; it needs packages that an installation may lack.

    Raises:
        ImportSourceError: they are missing.
    """
    try:
        from pydash_app.fmd_database import open_fmd_database  # noqa: PLC0415 - only here needed
    except ImportError as error:
        raise ImportSourceError(
            f"Reading FMD's databases takes packages that are not installed ({error.name} is "
            f"missing). Install them with: {how_to_install('import')}"
        ) from error
    return open_fmd_database


def _as_json(table: str, report: ImportReport) -> str:
    return json.dumps(
        {
            "table": table,
            "read": report.read_count,
            "stored": report.stored_count,
            "known_before": report.known_count,
            "left_out": report.left_out_count,
            "without_time": report.left_out_count,  # its name before there were other reasons
            "too_old": report.dropped_count,
            "first_call_at": _as_text(report.first_call_at),
            "last_call_at": _as_text(report.last_call_at),
        }
    )


def _in_words(report: ImportReport) -> str:
    parts = [
        f"{report.stored_count:,} of {report.read_count:,} calls are new, and stored",
        f"{report.known_count:,} were there already",
    ]
    if report.dropped_count:
        parts.append(f"{report.dropped_count:,} are older than PyDash keeps single calls")
    if report.left_out_count:
        parts.append(
            f"{report.left_out_count:,} can't be read, and were left out (the dashboard's list of "
            "flaws says why)"
        )
    span = f"{_as_text(report.first_call_at)} to {_as_text(report.last_call_at)}"
    return f"{'; '.join(parts)}. They are from {span}."


def _as_text(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


def _now() -> datetime:
    return datetime.now(UTC)
