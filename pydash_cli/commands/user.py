"""`pydash user …`: the people."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from pydash_app import user as users
from pydash_app.database import Database
from pydash_app.settings import Settings, read_settings


@click.group()
def command() -> None:
    """Look after the people who use PyDash. The database must be running."""


@command.command("invite")
@click.argument("email")
def invite_command(email: str) -> None:
    """Mail an invitation to EMAIL, and print its link.

    For installations with PYDASH_REGISTRATION=invite.
    """
    settings = read_settings()
    with _open_database(settings) as database:
        link = users.invite(database, email, public_url=settings.public_url, now=datetime.now(UTC))
    click.echo(link)


@command.command("end-sessions")
@click.argument("name", required=False)
def end_sessions_command(name: str | None) -> None:
    """Log the user NAME out everywhere, or everybody."""
    with _open_database(read_settings()) as database:
        count = users.end_sessions(database, name)
    click.echo(f"{count} sessions have ended.")


@command.command("make-admin")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Make NAME an administrator no more.")
def make_admin_command(name: str, undo: bool) -> None:
    """Make the user NAME an administrator."""
    with _open_database(read_settings()) as database:
        is_new = users.make_admin(database, name, is_admin=not undo)
    state = "no administrator" if undo else "an administrator"
    click.echo(f"{name} is {state} now." if is_new else f"{name} was {state} already.")


@contextmanager
def _open_database(settings: Settings) -> Iterator[Database]:
    database = Database.open(settings)
    try:
        yield database
    finally:
        database.close()
