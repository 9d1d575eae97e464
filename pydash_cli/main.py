"""The `pydash` command and its sub-commands, each imported when it is called."""

import logging
import os
import sys
from typing import IO, Any

import click

from pydash_app.errors import PydashError, SettingsError
from pydash_app.hidden_passwords import hide_passwords
from pydash_cli import logs
from pydash_cli.lazy_group import LazyGroup

EXIT_WRONG_SETTING = 2

COMMANDS = {
    "config": "pydash_cli.commands.config",
    "dashboard": "pydash_cli.commands.dashboard",
    "db": "pydash_cli.commands.db",
    "doctor": "pydash_cli.commands.doctor",
    "health": "pydash_cli.commands.health",
    "import": "pydash_cli.commands.import_history",
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


class _Pydash(LazyGroup):
    """Ends with one sentence where something expected goes wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise _WrongSettingError(hide_passwords(error.message)) from error
        except PydashError as error:
            raise _PlainError(hide_passwords(error.message)) from error
        except click.UsageError as error:  # which quotes what it can't take
            raise click.UsageError(hide_passwords(error.format_message()), error.ctx) from None


@click.group(
    cls=_Pydash, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="pydash-io", prog_name="pydash")
def main() -> None:
    """Watch your Flask-MonitoringDashboards in one place.

    Settings come from the environment: see PYDASH_* in the README, and `pydash config`.

    Commands end with 0 when all is well, with 1 when something could not be done or was found
    wrong, and with 2 when they were called wrongly or a setting can't be used; `pydash health`
    tells more apart. What went wrong is said on standard error.
    """
    logs.begin(sys.argv[1:])
    for name in logs.NOISY:
        # What they tell before a log is configured: a command says what failed by itself.
        logging.getLogger(name).addHandler(logging.NullHandler())
    # Whatever a command writes, nobody else on the machine has any business with it.
    os.umask(0o077)
