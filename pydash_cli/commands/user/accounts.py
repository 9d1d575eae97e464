"""`pydash user add|list|verify|set-password|delete`."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click

from pydash_app import user as users
from pydash_app.audit import note
from pydash_app.settings import read_settings
from pydash_app.user import AccountView
from pydash_cli.acting import open_to_act
from pydash_cli.commands.user.ending import describe, tokens_option
from pydash_cli.output import json_option, say, table

HEAD = ("NAME", "E-MAIL", "SINCE", "DASHBOARDS", "SESSIONS", "TOKENS", "STATE")

password_option = click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input instead of asking for it twice.",
)


@click.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--admin", is_flag=True, help="Make NAME an administrator, too.")
@password_option
@json_option
def add_command(
    name: str, email: str, *, admin: bool, password_stdin: bool, as_json: bool
) -> None:
    """Make an account for NAME, whose address EMAIL counts as verified."""
    settings = read_settings()
    password = _read_password(from_stdin=password_stdin)
    with open_to_act(settings, may_create=True) as database:
        account = users.add_account(
            database,
            name=name,
            email=email,
            password=password,
            is_admin=admin,
            now=datetime.now(UTC),
        )
    say(account, f"{account.name} can log in at {settings.public_url} now.", as_json=as_json)


@click.command("list")
@json_option
def list_command(*, as_json: bool) -> None:
    """Print everybody who has an account, oldest first."""
    with open_to_act(read_settings()) as database:
        accounts = users.list_accounts(database, now=datetime.now(UTC))
        note(database, "accounts_listed")
    say(accounts, table(HEAD, map(_row_of, accounts)), as_json=as_json)


@click.command("verify")
@click.argument("name")
@json_option
def verify_command(name: str, *, as_json: bool) -> None:
    """Believe that NAME's e-mail address is theirs, without a mail."""
    with open_to_act(read_settings()) as database:
        is_new = users.mark_verified(database, name)
    sentence = f"{name} is verified now." if is_new else f"{name} was verified already."
    say({"name": name, "is_changed": is_new}, sentence, as_json=as_json)


@click.command("set-password")
@click.argument("name")
@tokens_option
@password_option
@json_option
def set_password_command(name: str, *, tokens: bool, password_stdin: bool, as_json: bool) -> None:
    """Give NAME another password, and log them out everywhere; mailed links end, too."""
    settings = read_settings()
    password = _read_password(from_stdin=password_stdin)
    with open_to_act(settings) as database:
        ended = users.set_password(
            database,
            name,
            password,
            tokens=tokens,
            public_url=settings.public_url,
            now=datetime.now(UTC),
        )
    sentence = f"{name} has another password now, and {describe(ended)} have ended."
    say({"name": name, **asdict(ended)}, sentence, as_json=as_json)


@click.command("delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
@json_option
def delete_command(name: str, *, yes: bool, as_json: bool) -> None:
    """Delete NAME's account with every dashboard and measurement of it."""
    if not yes:
        click.confirm(
            f"Delete {name} with all dashboards and measurements, for ever?", abort=True, err=True
        )
    with open_to_act(read_settings()) as database:
        count = users.delete_account(database, name)
    sentence = f"{name} is deleted, and {count} dashboards."
    say({"name": name, "dashboard_count": count}, sentence, as_json=as_json)


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return password


def _row_of(account: AccountView) -> tuple[object, ...]:
    states = {
        "disabled": account.is_disabled,
        "administrator": account.is_admin,
        "not verified": not account.is_verified,
    }
    return (
        account.name,
        account.email,
        account.created_at.date(),
        account.dashboard_count,
        account.session_count,
        account.token_count,
        ", ".join(state for state, holds in states.items() if holds) or "active",
    )
