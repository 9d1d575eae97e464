"""Where this process counts: in memory, or after `start` in files that others can read."""

import logging
import os
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, values

from pydash_app.metrics.catalogue import Catalogue
from pydash_app.metrics.slots import forget_dead, take_slot
from pydash_app.settings import Settings

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the folder; no setting."""

log = logging.getLogger(__name__)


@cache
def current() -> Catalogue:
    """The metrics of this process."""
    return Catalogue(CollectorRegistry())


def folder_of(settings: Settings) -> Path:
    """Where the processes of this installation and machine count."""
    return settings.data_dir / "metrics"


def start(settings: Settings, process: str, *, children: tuple[str, ...] = ()) -> None:
    """Have this process count where others can read it; where that fails, in memory.

    Called once in a process, after any fork.

    Args:
        settings: name the data folder.
        process: what kind of process this is.
        children: kinds that live no longer than this process, and whose counts begin anew with
            it; this kind itself where it is named, too.
    """
    folder = folder_of(settings)
    try:
        forget_dead(folder, *children)
        slot = take_slot(folder, process)
    except OSError as error:
        log.warning("What this process counts is not in /metrics: %s", error)
        return
    os.environ[FOLDER_VARIABLE] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]
    current.cache_clear()
    current().process_starts.labels(process).inc()
