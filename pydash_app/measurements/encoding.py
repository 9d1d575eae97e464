"""Turns a batch's texts into codes of a dashboard's vocabularies, as many as there may be."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch
from pydash_app.measurements.segment import Columns
from pydash_app.measurements.text_limits import MOST_TEXTS, OTHER_TEXT
from pydash_app.measurements.vocabulary import Vocabulary


def encode(vocabularies: Mapping[str, Vocabulary], batch: CallBatch) -> Columns:
    """The columns of a batch, its texts by their codes; new ones are learnt."""
    columns: dict[str, NDArray[Any]] = {
        "called_at_us": batch.called_at_us,
        "duration_ms": batch.duration_ms,
    }
    for name in TEXT_COLUMNS:
        columns[name] = vocabularies[name].encode(
            batch.text_column(name), most_texts=MOST_TEXTS[name], other_text=OTHER_TEXT[name]
        )
    if batch.status_code is not None:
        columns["status_code"] = batch.status_code
    return columns


def count_others(vocabularies: Mapping[str, Vocabulary], columns: Columns) -> dict[str, int]:
    """By text column, how many calls are among those whose own text would be one too many."""
    found: dict[str, int] = {}
    for name in TEXT_COLUMNS:
        codes = vocabularies[name].find_codes((OTHER_TEXT[name],))
        count = int(np.isin(columns[name], codes).sum()) if len(codes) else 0
        found |= {name: count} if count else {}
    return found
