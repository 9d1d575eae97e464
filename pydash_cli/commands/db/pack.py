"""`pydash db pack`: gives disk space back."""

from datetime import UTC, datetime, timedelta

import click

from pydash_app.database.extent import measure
from pydash_app.settings import read_settings
from pydash_cli.opening import open_database
from pydash_cli.output import json_option, progress_bar, say, size


@click.command()
@click.option(
    "--days",
    type=click.FloatRange(min=0, max=36_500),
    default=1,
    show_default=True,
    help="Keep the former states of so many days.",
)
@json_option
def command(*, days: float, as_json: bool) -> None:
    """Drop former states and deleted things from the database, while PyDash goes on.

    PyDash does so by itself once a day in its own database. It takes as much free disk space as
    the packed file will have. The next backup is a full one.
    """
    before = datetime.now(UTC) - timedelta(days=days)
    with open_database(read_settings()) as database:
        former_bytes = measure(database).size_bytes
        with progress_bar("Packing", as_json=as_json) as progress:
            progress(0, 1)
            database.pack(before=before)
            progress(1, 1)
        # Written once, so that a server tells its new size.
        size_bytes = measure(database).size_bytes
    sentence = f"The database is packed: it had {size(former_bytes)} and has {size(size_bytes)}."
    say({"former_bytes": former_bytes, "size_bytes": size_bytes}, sentence, as_json=as_json)
