"""Joins batches of calls."""

from dataclasses import replace

import numpy as np

from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch, TextColumn


def join(one: CallBatch, other: CallBatch) -> CallBatch:
    """The calls of both, which answered the same question, in the order of their time."""
    endpoint, version, ip, group_by = (
        _join_texts(one.text_column(name), other.text_column(name)) for name in TEXT_COLUMNS
    )
    flaws = (
        replace(flaw, call=None if flaw.call is None else flaw.call + len(one))
        for flaw in other.flaws
    )
    codes = [batch.status_code for batch in (one, other) if batch.status_code is not None]
    return CallBatch(
        called_at_us=np.concatenate([one.called_at_us, other.called_at_us]),
        duration_ms=np.concatenate([one.duration_ms, other.duration_ms]),
        endpoint=endpoint,
        version=version,
        ip=ip,
        group_by=group_by,
        status_code=np.concatenate(codes) if len(codes) > 1 else None,
        flaws=(*one.flaws, *flaws),
    ).sorted_by_time()


def _join_texts(one: TextColumn, other: TextColumn) -> TextColumn:
    texts = [column.texts[code] for column in (one, other) for code in column.codes.tolist()]
    return TextColumn.encode(texts)
