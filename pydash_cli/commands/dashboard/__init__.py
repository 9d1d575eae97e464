"""`pydash dashboard …`: the apps that people watch.

`listing` shows them, `adding` adds one or a file of them, which `apps_file` reads, `changing`
refreshes and deletes them; `finding` knows which one is meant.
"""

import click

from pydash_cli.commands.dashboard import adding, changing, listing


@click.group()
def command() -> None:
    """Look after the dashboards of the people who use PyDash, whether it runs or not."""


for part in (
    listing.list_command,
    adding.add_command,
    changing.refresh_command,
    changing.delete_command,
):
    command.add_command(part)
