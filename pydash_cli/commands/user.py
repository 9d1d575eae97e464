"""`pydash user …`: the people."""

from datetime import UTC, datetime

import click

from pydash_app import user as users
from pydash_app.database import Database
from pydash_app.settings import read_settings


@click.group()
def command() -> None:
    """Look after the people who use PyDash."""


@command.command("invite")
@click.argument("email")
def invite_command(email: str) -> None:
    """Mail an invitation to EMAIL, and print its link.

    For installations with PYDASH_REGISTRATION=invite. The database must be running.
    """
    settings = read_settings()
    database = Database.open(settings)
    try:
        link = users.invite(
            database, email, public_url=settings.public_url, now=datetime.now(UTC)
        )
    finally:
        database.close()
    click.echo(link)
