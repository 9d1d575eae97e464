"""`pydash db serve`: the database server."""

import click

from pydash_app.settings import read_settings
from pydash_cli import logs
from pydash_cli.allocator import share_heaps
from pydash_cli.database_server import serve
from pydash_cli.start_notes import note_doubts
from pydash_cli.supervision import die_with_supervisor


@click.command()
@click.option(
    "--listen",
    default="",
    metavar="HOST:PORT",
    help="Listen for other machines, too, which need certificates (PYDASH_ZEO_CERTIFICATE, …).",
)
def command(listen: str) -> None:
    """Run the database server alone, over a file in the data folder."""
    is_supervised = die_with_supervisor()
    share_heaps()
    settings = read_settings()
    logs.configure("database", settings)
    if not is_supervised:
        note_doubts(settings)
    serve(settings, listen=listen)
