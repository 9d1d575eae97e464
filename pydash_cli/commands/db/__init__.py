"""`pydash db …`: the database. A module each, imported when its command is called."""

import click

from pydash_cli.lazy_group import LazyGroup

COMMANDS = {
    "serve": "pydash_cli.commands.db.serve",
    "stats": "pydash_cli.commands.db.stats",
    "pack": "pydash_cli.commands.db.pack",
    "backup": "pydash_cli.commands.db.backup",
    "restore": "pydash_cli.commands.db.restore",
    "verify": "pydash_cli.commands.db.verify",
    "migrate": "pydash_cli.commands.db.migrate",
}


@click.group(cls=LazyGroup, modules=COMMANDS)
def command() -> None:
    """Serve and look after the database."""
