"""`pydash dashboard refresh|delete`."""

from datetime import UTC, datetime

import click

from pydash_app import dashboard as dashboards
from pydash_app.administration import find_dashboard, refresh_any
from pydash_app.settings import read_settings
from pydash_cli.acting import open_to_act
from pydash_cli.commands.dashboard.finding import dashboard_argument, user_option
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, say


@click.command("refresh")
@dashboard_argument
@user_option
@json_option
def refresh_command(dashboard: str, user_name: str | None, *, as_json: bool) -> None:
    """Have DASHBOARD, an id or a name, fetched now; the scheduler does it where it runs."""
    settings = read_settings()
    with open_to_act(settings) as database:
        line = find_dashboard(database, dashboard, user_name)
        refresh_any(
            database,
            line.id,
            least_interval_s=settings.min_fetch_interval,
            now=datetime.now(UTC),
        )
    sentence = f"{line.name!r} of {line.user} is fetched as soon as the scheduler runs."
    say({"id": line.id, "user": line.user, "name": line.name}, sentence, as_json=as_json)


@click.command("delete")
@dashboard_argument
@user_option
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
@json_option
def delete_command(dashboard: str, user_name: str | None, *, yes: bool, as_json: bool) -> None:
    """Delete DASHBOARD, an id or a name, with all its measurements."""
    settings = read_settings()
    if not yes:
        with open_database(settings) as database:
            line = find_dashboard(database, dashboard, user_name)
        question = (
            f"Delete {line.name!r} of {line.user} ({line.url}) with all measurements, for ever?"
        )
        click.confirm(question, abort=True, err=True)
    with open_to_act(settings) as database:
        line = find_dashboard(database, dashboard, user_name)
        dashboards.delete(database, line.user_id, line.id)
    sentence = f"{line.name!r} of {line.user} is deleted, and all its measurements."
    say({"id": line.id, "user": line.user, "name": line.name}, sentence, as_json=as_json)
