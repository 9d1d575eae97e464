"""Dashboards that hold as many endpoints and versions, of as many characters, as they may."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import numpy as np

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard, FetchState
from pydash_app.dashboard.warnings import SENTENCES
from pydash_app.database import Database, Root
from pydash_app.measurements.batch import MICROSECONDS, CallBatch, TextColumn
from pydash_app.measurements.store import Measurements
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS, MOST_NAMES
from pydash_app.measurements.window import Window

LONGEST_URL_CHARACTERS = 2_000
LONGEST_NAME_CHARACTERS = 100


def make_text(number: int, character: str) -> str:
    """A text as long as may be, one for each number."""
    head = f"{number:04} "
    return head + character * (LONGEST_TEXT_CHARACTERS - len(head))


def make_full(now: datetime, *, character: str = "x") -> Measurements:
    """Calls of the last week that name all endpoints and versions there may be."""
    names = tuple(make_text(number, character) for number in range(MOST_NAMES))
    until_us = int((now - timedelta(hours=1)).timestamp()) * MICROSECONDS
    times_us = np.linspace(until_us - 7 * 86_400 * MICROSECONDS, until_us, MOST_NAMES)
    every = TextColumn(np.arange(MOST_NAMES, dtype=np.uint32), names)
    one = TextColumn(np.zeros(MOST_NAMES, np.uint32), ("10.0.0.1",))
    durations_ms = np.linspace(1, 9000, MOST_NAMES).astype(np.float32)
    batch = CallBatch(times_us.astype(np.int64), durations_ms, every, every, one, one)
    stored = Measurements()
    stored.append(Window(0, int(now.timestamp())), batch)
    stored.compact(until_us)
    return stored


def add_full(
    database: Database, owner_id: str, stored: Iterator[Measurements], *, now: datetime
) -> None:
    """Keep a dashboard for each of some measurements, with all that can be wrong with one."""
    for held in stored:
        database.write(partial(_add, owner_id=owner_id, stored=held, now=now))


def _add(root: Root, *, owner_id: str, stored: Measurements, now: datetime) -> None:
    names = list(stored.vocabulary("endpoint").iterate_texts())
    fetching = FetchState(history_from_s=1, window_s=3600, now=now)
    fetching.fail("unreachable", "e" * 5000, now=now, next_fetch_at=now)
    dashboard = Dashboard(
        owner_id=owner_id,
        name="n" * LONGEST_NAME_CHARACTERS,
        url="https://app.example.org/".ljust(LONGEST_URL_CHARACTERS, "u"),
        encrypted_token=b"none",
        fmd_version="5.1.0",
        endpoint_names=names,
        warning_codes=list(SENTENCES),
        fetching=fetching,
        now=now,
    )
    dashboard.disabled_endpoint_names = names
    repository.add(root, dashboard)
    root["measurements"][dashboard.id] = stored
