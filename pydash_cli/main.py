"""The `pydash` command and its sub-commands, each imported when it is called."""

import os
from importlib import import_module
from typing import IO, Any

import click

from pydash_app.errors import PydashError, SettingsError

EXIT_WRONG_SETTING = 2

COMMANDS = {
    "db": "pydash_cli.commands.db",
    "health": "pydash_cli.commands.health",
    "run": "pydash_cli.commands.run",
    "scheduler": "pydash_cli.commands.scheduler",
    "user": "pydash_cli.commands.user",
    "web": "pydash_cli.commands.web",
}
"""Each module holds a click command named `command`."""


class _PlainError(click.ClickException):
    """Ends the process with one sentence."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class _WrongSettingError(_PlainError):
    exit_code = EXIT_WRONG_SETTING


class _LazyGroup(click.Group):
    """Knows its commands by name, and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise _WrongSettingError(error.message) from error
        except PydashError as error:
            raise _PlainError(error.message) from error


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pydash-io", prog_name="pydash")
def main() -> None:
    """Watch your Flask-MonitoringDashboards in one place.

    Settings come from the environment: see PYDASH_* in the README.
    """
    # Whatever a command writes, nobody else on the machine has any business with it.
    os.umask(0o077)
