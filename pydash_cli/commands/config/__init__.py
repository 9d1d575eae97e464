"""`pydash config`: the settings in force, and `pydash config rotate-key`."""

from dataclasses import dataclass

import click
from pydantic import SecretStr

from pydash_app.database_url import without_password
from pydash_app.hidden_passwords import MASK, hide_passwords
from pydash_app.settings import Settings, read_settings
from pydash_cli.commands.config.rotate_key import rotate_key_command
from pydash_cli.output import json_option, say, table


@dataclass(frozen=True, slots=True)
class _Shown:
    variable: str
    value: str
    is_default: bool


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Print the settings in force; secrets and passwords are hidden."""
    if context.invoked_subcommand is not None:
        return
    settings = read_settings()
    shown = [_show(settings, name) for name in sorted(Settings.model_fields)]
    rows = [(one.variable, one.value, "" if one.is_default else "set") for one in shown]
    say(shown, table(("VARIABLE", "VALUE", ""), rows), as_json=as_json)


command.add_command(rotate_key_command)


def _show(settings: Settings, name: str) -> _Shown:
    value = getattr(settings, name)
    if isinstance(value, SecretStr):
        text = MASK if value.get_secret_value() else ""
    elif isinstance(value, tuple):
        text = ",".join(map(str, value))
    elif name == "database":
        text = hide_passwords(without_password(value))
    else:
        text = "" if value is None else hide_passwords(str(value))
    return _Shown(f"PYDASH_{name}".upper(), text, name not in settings.model_fields_set)
