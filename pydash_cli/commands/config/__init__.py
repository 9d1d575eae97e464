"""`pydash config`: the settings in force, and `pydash config rotate-key`."""

import os
from dataclasses import dataclass

import click
from pydantic import SecretStr

from pydash_app.database_url import without_password
from pydash_app.hidden_passwords import MASK, hide_passwords
from pydash_app.settings import Settings, list_unknown, read_settings, source_of
from pydash_cli.commands.config.rotate_key import rotate_key_command
from pydash_cli.output import json_option, say, table


@dataclass(frozen=True, slots=True)
class _Shown:
    variable: str
    value: str
    is_default: bool
    source: str
    """The variable that it was read from: for a secret perhaps the one that names a file."""


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Print the settings in force; secrets and passwords are hidden."""
    if context.invoked_subcommand is not None:
        return
    settings = read_settings()
    shown = [_show(settings, name) for name in sorted(Settings.model_fields)]
    rows = [(one.variable, one.value, _origin_of(one)) for one in shown]
    for unknown in list_unknown(os.environ):
        click.echo(unknown.sentence, err=True)
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
    variable = f"PYDASH_{name}".upper()
    return _Shown(variable, text, name not in settings.model_fields_set, source_of(name))


def _origin_of(one: _Shown) -> str:
    if one.is_default:
        return ""
    return "set" if one.source == one.variable else f"set by {one.source}"
