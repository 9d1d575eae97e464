"""`pydash db stats`: what is in the database."""

from dataclasses import asdict

import click

from pydash_app.housekeeping import counting
from pydash_app.settings import read_settings
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, say, size


@click.command()
@json_option
def command(*, as_json: bool) -> None:
    """Print how large the database is, and what is in it."""
    with open_database(read_settings()) as database:
        stats = counting.count(database)
    shown = asdict(stats) | {"size_bytes": size(stats.size_bytes)}
    lines = (f"{_words(name):<22}{_write(value)}" for name, value in shown.items())
    say(stats, "\n".join(lines), as_json=as_json)


def _words(name: str) -> str:
    plural = {"_count": "s", "_bytes": "", "_at": ""}
    for ending, letter in plural.items():
        if name.endswith(ending):
            return name.removesuffix(ending).replace("_", " ") + letter
    return name


def _write(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
