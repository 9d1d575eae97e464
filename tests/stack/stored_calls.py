"""Reads single calls, so that what PyDash has stored can be compared with what remotes hold."""

from typing import NamedTuple

import numpy as np

from pydash_app.database import Root
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.batch import TEXT_COLUMNS
from pydash_app.remote import CallsAnswer


class StoredRow(NamedTuple):
    """A call as PyDash keeps it: durations have seven digits."""

    called_at_us: int
    duration_ms: float
    endpoint: str
    version: str
    ip: str
    group_by: str


def as_kept(duration_ms: float) -> float:
    """A duration with the digits that PyDash keeps."""
    return float(np.float32(duration_ms))


def rows_of(answer: CallsAnswer) -> list[StoredRow]:
    """The calls that a remote's client hands out, in their order."""
    batch = answer.batch
    texts = [
        [column.texts[code] for code in column.codes]
        for column in map(batch.text_column, TEXT_COLUMNS)
    ]
    columns = (batch.called_at_us.tolist(), batch.duration_ms.tolist(), *texts)
    return [StoredRow(*row) for row in zip(*columns, strict=True)]


def read_rows(root: Root, dashboard_id: str, after_us: int, until_us: int) -> list[StoredRow]:
    """The calls that PyDash has with `after_us < called_at_us <= until_us`, in their order."""
    stored = measurements.get(root, dashboard_id)
    names = ("duration_ms", *TEXT_COLUMNS)
    calls = stored.read(after_us + 1, until_us + 1, names)
    texts = [
        [stored.vocabulary(name).get_text(int(code)) for code in calls[name]]
        for name in TEXT_COLUMNS
    ]
    columns = (calls.called_at_us.tolist(), calls["duration_ms"].tolist(), *texts)
    return [StoredRow(*row) for row in zip(*columns, strict=True)]
