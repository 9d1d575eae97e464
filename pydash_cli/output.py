"""What a command says: sentences for people, or one JSON document for programs."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
import orjson

from pydash_app.ports import Progress, tell_nobody

T = TypeVar("T", bound=Callable[..., Any])

BAR_TEMPLATE = "%(label)s  [%(bar)s]  %(info)s"


def json_option(function: T) -> T:
    """Give a command the option `--json`, as the argument `as_json`."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences."
    )(function)


def say(result: object, sentence: str, *, as_json: bool) -> None:
    """Tell what came of a command on standard output.

    Args:
        result: a dataclass, a mapping, or a list of them.
        sentence: the same for people, of one or several lines.
        as_json: which of the two is wanted.
    """
    click.echo(orjson.dumps(result, option=orjson.OPT_INDENT_2) if as_json else sentence)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns as wide as what is in them."""
    lines = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def size(count: float) -> str:
    """A number of bytes as people write it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:  # noqa: PLR2004 - a kilobyte
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"


@contextmanager
def progress_bar(label: str, *, as_json: bool = False) -> Iterator[Progress]:
    """Show how far something is, on standard error where that is a terminal."""
    stream = sys.stderr
    if as_json or not stream.isatty():
        yield tell_nobody
        return
    with click.progressbar(length=1, label=label, file=stream, bar_template=BAR_TEMPLATE) as bar:

        def show(done: int, total: int, /) -> None:
            bar.length = max(total, 1)
            bar.update(min(done, bar.length) - bar.pos)

        yield show
