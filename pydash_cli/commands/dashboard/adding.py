"""`pydash dashboard add`: one app, or all of a file."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit
from uuid import UUID

import click

from pydash_app import dashboard as dashboards
from pydash_app.administration import find_owner_id, list_dashboards
from pydash_app.dashboard.services.rekeying import load_key_of
from pydash_app.database import Database
from pydash_app.errors import PydashError
from pydash_app.remote import RemoteGateway
from pydash_app.settings import Settings, read_settings
from pydash_cli.acting import open_to_act
from pydash_cli.commands.dashboard.apps_file import MOST_BYTES, AppRow, AppsFile, read_apps
from pydash_cli.output import json_option, say

Outcome = Literal["added", "known", "failed"]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one app.

    Attributes:
        line: of the file; `None` where there was none.
        id: of the dashboard; `None` where it failed.
        code: of the refusal, a stable word.
        message: why it failed and what to do, or what there is already.
    """

    line: int | None
    name: str
    url: str
    outcome: Outcome
    id: UUID | None = None
    code: str | None = None
    message: str | None = None


@click.command("add")
@click.argument("name", required=False)
@click.argument("url", required=False)
@click.option("--user", "user_name", metavar="NAME", required=True, help="Whose it will be.")
@click.option(
    "--from",
    "file",
    type=click.File("rb"),
    help="Add every app of this CSV file, with the columns name, url and token; - is "
    "standard input.",
)
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the security code from this file.",
)
@click.option("--token-stdin", is_flag=True, help="Read the security code from standard input.")
@json_option
def add_command(
    name: str | None,
    url: str | None,
    user_name: str,
    file: BinaryIO | None,
    token_file: Path | None,
    *,
    token_stdin: bool,
    as_json: bool,
) -> None:
    """Watch the app that is called NAME and has its Flask-MonitoringDashboard at URL.

    The app is asked first, and added only where it answers and the security code fits, as on the
    page. Without --token-file and --token-stdin the code is asked for: an argument could be read
    by everybody on this machine.

    With --from, an app that the user watches already is left as it is, and one that fails keeps
    no other from being added. Ends with 1 where one failed.
    """
    settings = read_settings()
    if file is None:
        row = AppRow(0, *_check_arguments(name, url), _read_token(token_file, stdin=token_stdin))
        _add_one(settings, user_name, row, as_json=as_json)
        return
    if name or token_file or token_stdin:
        raise click.UsageError("--from brings names, addresses and security codes itself.")
    apps = read_apps(file.read(MOST_BYTES + 1))
    for column in apps.unknown:
        click.echo(f"The column {column!r} is left aside.", err=True)
    _add_all(settings, user_name, apps, as_json=as_json)


def _check_arguments(name: str | None, url: str | None) -> tuple[str, str]:
    if name is None or url is None:
        raise click.UsageError("Give a NAME and a URL, or --from with a file of apps.")
    return name, url


def _read_token(path: Path | None, *, stdin: bool) -> str:
    if path is not None and stdin:
        raise click.UsageError("Give one of --token-file and --token-stdin.")
    if path is not None:
        return path.read_text("utf-8-sig", errors="replace").strip()
    if stdin:
        return sys.stdin.readline().strip()
    token: str = click.prompt("Security code", hide_input=True, err=True)
    return token.strip()


def _add_one(settings: Settings, user_name: str, row: AppRow, *, as_json: bool) -> None:
    with open_to_act(settings) as database:
        added = _Adding(database, settings, user_name).add(row)
    sentence = f"{row.name!r} is added. Its visits are fetched as soon as the scheduler runs."
    say({"id": added, "name": row.name, "url": row.url}, sentence, as_json=as_json)


def _add_all(settings: Settings, user_name: str, apps: AppsFile, *, as_json: bool) -> None:
    results = []
    with open_to_act(settings) as database:
        adding = _Adding(database, settings, user_name)
        for result in adding.add_all(apps.rows):
            results.append(result)
            if not as_json:
                _tell(result)
    counts = {
        outcome: sum(one.outcome == outcome for one in results)
        for outcome in ("added", "known", "failed")
    }
    sentence = "{added} added, {known} there already, {failed} failed.".format_map(counts)
    say({**counts, "apps": results}, sentence, as_json=as_json)
    if counts["failed"]:
        click.get_current_context().exit(1)


def _tell(result: Added) -> None:
    message = "" if result.message is None else f": {result.message}"
    words = {"added": "added  ", "known": "there  ", "failed": "FAILED "}[result.outcome]
    text = f"{words} line {result.line}, {result.name!r} {result.url}{message}"
    click.echo(text, err=result.outcome == "failed")


class _Adding:
    """Adds apps for one user, through the same door as the API."""

    def __init__(self, database: Database, settings: Settings, user_name: str) -> None:
        self._database = database
        self._settings = settings
        self._user_name = user_name
        self._user_id = find_owner_id(database, user_name)
        self._secret_key = load_key_of(database, settings)
        self._remotes = RemoteGateway.of(settings, now=_now)

    def add(self, row: AppRow) -> UUID:
        """Add one app; its id.

        Raises:
            PydashError: the app or the user's quota refuses it.
        """
        return dashboards.register(
            self._database,
            self._remotes,
            user_id=self._user_id,
            name=row.name,
            url=row.url,
            token=row.token,
            secret_key=self._secret_key,
            most_dashboards=self._settings.max_dashboards,
            now=_now(),
        )

    def add_all(self, rows: Sequence[AppRow]) -> Iterator[Added]:
        """Add one after the other; each that fails is told, and the rest goes on."""
        for row in rows:
            try:
                yield self._add_unless_known(row)
            except PydashError as error:
                yield Added(
                    row.line, row.name, row.url, "failed", code=error.code, message=error.message
                )

    def _add_unless_known(self, row: AppRow) -> Added:
        if row.refusal is not None:
            return Added(
                row.line, row.name, row.url, "failed", code="bad_row", message=row.refusal
            )
        url = self._remotes.check_url(row.url)
        for known in list_dashboards(self._database, self._user_name):
            if _is_same(known.url, url):
                message = f"watched as {known.name!r} ({known.url})"
                return Added(row.line, row.name, row.url, "known", known.id, message=message)
        return Added(row.line, row.name, row.url, "added", self.add(row))


def _is_same(known_url: str, url: str) -> bool:
    """Whether an address is that of a dashboard, or of a page within it."""
    known, new = urlsplit(known_url), urlsplit(url)
    # Where a dashboard has a host for itself, what lies below its address may be another app.
    is_within = new.path == known.path or (
        known.path != "" and new.path.startswith(f"{known.path}/")
    )
    return (known.scheme, known.netloc) == (new.scheme, new.netloc) and is_within


def _now() -> datetime:
    return datetime.now(UTC)
