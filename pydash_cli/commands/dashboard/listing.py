"""`pydash dashboard list`."""

import click

from pydash_app.administration import DashboardLine, list_dashboards
from pydash_app.settings import read_settings
from pydash_cli.commands.dashboard.finding import user_option
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, say, table

HEAD = ("ID", "USER", "NAME", "ADDRESS", "STATE", "LAST FETCH", "ERROR")


@click.command("list")
@user_option
@json_option
def list_command(user_name: str | None, *, as_json: bool) -> None:
    """Print the dashboards of one user, or of everybody."""
    with open_database(read_settings()) as database:
        lines = list_dashboards(database, user_name)
    say(lines, table(HEAD, map(_row_of, lines)), as_json=as_json)


def _row_of(line: DashboardLine) -> tuple[object, ...]:
    at = line.last_fetch_at
    return (
        line.id,
        line.user,
        line.name,
        line.url,
        line.state,
        "never" if at is None else f"{at:%Y-%m-%d %H:%M:%S}Z",
        line.error or "",
    )
