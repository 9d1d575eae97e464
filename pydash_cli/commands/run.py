"""`pydash run`: everything, under one supervisor."""

import click

from pydash_app.settings import read_settings
from pydash_cli import logs
from pydash_cli.start_notes import note_doubts
from pydash_cli.supervisor import Supervisor


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Run the database server, the scheduler and the web, and keep them running."""
    settings = read_settings()
    logs.configure("supervisor", settings)
    note_doubts(settings)
    context.exit(Supervisor(settings).run())
