"""`pydash user disable|make-admin`."""

import click

from pydash_app import user as users
from pydash_app.settings import read_settings
from pydash_cli.acting import open_to_act
from pydash_cli.output import json_option, say


@click.command("disable")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let NAME in again.")
@json_option
def disable_command(name: str, *, undo: bool, as_json: bool) -> None:
    """Keep the user NAME out, and delete nothing.

    Sessions end, API tokens open nothing, and NAME's apps are not asked any more. What they
    measure meanwhile is fetched after `pydash user disable --undo NAME`.
    """
    with open_to_act(read_settings()) as database:
        is_new = users.disable(database, name, is_disabled=not undo)
    state = "enabled" if undo else "disabled"
    _say(name, state, is_new=is_new, as_json=as_json)


@click.command("make-admin")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Make NAME an administrator no more.")
@json_option
def make_admin_command(name: str, *, undo: bool, as_json: bool) -> None:
    """Make the user NAME an administrator."""
    with open_to_act(read_settings()) as database:
        is_new = users.make_admin(database, name, is_admin=not undo)
    state = "no administrator" if undo else "an administrator"
    _say(name, state, is_new=is_new, as_json=as_json)


def _say(name: str, state: str, *, is_new: bool, as_json: bool) -> None:
    sentence = f"{name} is {state} now." if is_new else f"{name} was {state} already."
    say({"name": name, "is_changed": is_new}, sentence, as_json=as_json)
