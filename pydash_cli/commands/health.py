"""`pydash health`: whether PyDash works, for container engines, units and scripts."""

import time
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

import click

from pydash_app.settings import read_settings
from pydash_cli.health_probe import TIMEOUT_S, Outcome, Probe, Question, ask, reachable_url
from pydash_cli.output import json_option, say

EXIT_CODES: Mapping[Outcome, int] = {
    "healthy": 0,
    "failing": 1,
    "refused": 3,
    "timed_out": 4,
    "unreachable": 5,
    "bad_tls": 6,
    "misdirected": 7,
    "not_pydash": 8,
}
"""2 is for wrong calls and settings, as everywhere. docs/operations.md explains each."""

ASK_AGAIN_AFTER_S = 0.5


def _check_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter("write it as https://pydash.example.org.")
    return value


@click.command()
@click.option(
    "--live", "question", flag_value="health/live", help="Only whether the web server answers."
)
@click.option(
    "--ready", "question", flag_value="health/ready", help="Only whether it can serve requests."
)
@click.option("--url", callback=_check_url, help="Ask there, and not this machine's web server.")
@click.option(
    "--timeout", type=click.FloatRange(0.1, 600), default=TIMEOUT_S, help="Seconds to wait."
)
@click.option(
    "--wait",
    "patience_s",
    type=click.FloatRange(0, 86_400),
    default=0,
    help="Ask again for so many seconds, until all is well.",
)
@json_option
@click.pass_context
def command(
    context: click.Context,
    question: Question | None,
    url: str | None,
    timeout: float,
    patience_s: float,
    *,
    as_json: bool,
) -> None:
    """Ask the web server of this machine whether PyDash works.

    Ends with 0 where it does; with 1 where it answers, and the database or the scheduler does not
    work; with 3 where nothing listens; with 4 where nothing is answered in time; with 5 where the
    host can't be reached; with 6 where TLS fails; with 7 where PyDash does not answer under that
    name; with 8 where something else answers.
    """
    settings = read_settings()
    ask_now = partial(
        ask,
        (url or reachable_url(settings)).rstrip("/"),
        question or "health",
        timeout_s=timeout,
        authorities=settings.ca_file,
    )
    give_up_at = time.monotonic() + patience_s
    found = ask_now()
    while found.outcome != "healthy" and time.monotonic() < give_up_at:
        time.sleep(ASK_AGAIN_AFTER_S)
        found = ask_now()
    _say(found, as_json=as_json)
    context.exit(EXIT_CODES[found.outcome])


def _say(found: Probe, *, as_json: bool) -> None:
    if as_json or found.outcome == "healthy":
        say(
            {**asdict(found), "exit_code": EXIT_CODES[found.outcome]},
            found.message,
            as_json=as_json,
        )
    else:
        click.echo(found.message, err=True)
