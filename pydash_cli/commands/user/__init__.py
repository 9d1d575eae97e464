"""`pydash user …`: the people.

`accounts` makes, shows and deletes them, `standing` says what they may do, `letting_in` invites
people and ends sessions.
"""

import click

from pydash_cli.commands.user import accounts, letting_in, standing


@click.group()
def command() -> None:
    """Look after the people who use PyDash, whether it runs or not."""


for part in (
    accounts.add_command,
    accounts.list_command,
    accounts.verify_command,
    accounts.set_password_command,
    accounts.delete_command,
    standing.disable_command,
    standing.make_admin_command,
    letting_in.invite_command,
    letting_in.end_sessions_command,
):
    command.add_command(part)
