"""`pydash web`: the web server."""

import click

from pydash_app.settings import read_settings
from pydash_cli import logs
from pydash_cli.allocator import share_heaps
from pydash_cli.serving.server import serve
from pydash_cli.start_notes import note_doubts
from pydash_cli.supervision import die_with_supervisor


@click.command()
def command() -> None:
    """Run the web server alone."""
    is_supervised = die_with_supervisor()
    share_heaps()
    settings = read_settings()
    logs.configure("web", settings)
    if not is_supervised:
        note_doubts(settings)
    serve(settings)
