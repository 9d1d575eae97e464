"""`pydash user invite|end-sessions`."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from pydash_app import user as users
from pydash_app.settings import read_settings
from pydash_cli.acting import open_to_act
from pydash_cli.commands.user.ending import describe, tokens_option
from pydash_cli.output import json_option, say


@click.command("invite")
@click.argument("email")
@json_option
def invite_command(email: str, *, as_json: bool) -> None:
    """Mail an invitation to EMAIL, and print its link.

    For installations with PYDASH_REGISTRATION=invite. The mail is sent while PyDash runs.
    """
    settings = read_settings()
    with open_to_act(settings) as database:
        link = users.invite(database, email, public_url=settings.public_url, now=datetime.now(UTC))
    say({"link": link}, link, as_json=as_json)


@click.command("end-sessions")
@click.argument("name", required=False)
@tokens_option
@json_option
def end_sessions_command(name: str | None, *, tokens: bool, as_json: bool) -> None:
    """Log the user NAME out everywhere, or everybody; mailed links end, too."""
    with open_to_act(read_settings()) as database:
        ended = users.end_sessions(database, name, tokens=tokens)
    say(asdict(ended), f"{describe(ended)} have ended.", as_json=as_json)
