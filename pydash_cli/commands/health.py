"""`pydash health`: whether PyDash works, for container engines and scripts."""

import click

from pydash_app.settings import read_settings
from pydash_cli.health_probe import is_healthy, listening_url


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Ask the web server of this machine whether PyDash works; exit with 1 where it doesn't."""
    settings = read_settings()
    if not is_healthy(settings):
        click.echo(f"PyDash does not work: see {listening_url(settings)}/api/health", err=True)
        context.exit(1)
    click.echo("PyDash works.")
