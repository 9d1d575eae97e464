"""Recognises calls that are stored."""

import numpy as np

from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.store import Measurements


def holds_one_of(stored: Measurements, batch: CallBatch) -> bool:
    """Whether one of a few calls is stored, by its instant and its duration.

    One that is older than calls are kept counts as stored: nobody can say that it was not.
    """
    kept_from_us = stored.calls_from_us
    for called_at_us, duration_ms in zip(
        batch.called_at_us.tolist(), batch.duration_ms.tolist(), strict=True
    ):
        if kept_from_us is not None and called_at_us < kept_from_us:
            return True
        calls = stored.read(called_at_us, called_at_us + 1, ("duration_ms",))
        if bool((calls["duration_ms"] == np.float32(duration_ms)).any()):
            return True
    return False
