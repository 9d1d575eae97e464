"""Reads an app's calls as PyDash does, with PyDash's own client."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any, NamedTuple

from pydash_app.measurements.batch import TEXT_COLUMNS, CallBatch
from pydash_app.remote import PagedRemote, RemoteGateway
from tests.remotes.running_fmd5 import TOKEN
from tests.stack.stored_calls import as_kept

MOST_ROWS = 1500
"""A page; few, so that there are many."""


class Call(NamedTuple):
    """A call as PyDash keeps it."""

    called_at_us: int
    duration_ms: float
    endpoint: str
    version: str
    ip: str
    group_by: str
    status_code: int


class Follower:
    """Goes on where it stopped, by the rules of fmd_export's README.

    Attributes:
        calls: all that it was given.
        last_id: the highest id that it knows of.
    """

    def __init__(self, url: str, *, token: str = TOKEN, settle_s: float = 1.0) -> None:
        gateway = RemoteGateway((ip_network("127.0.0.0/8"),))
        self._remote: PagedRemote = gateway.open_pages(url, token)
        self._settle_s = settle_s
        self._after_id = 0
        self.calls: list[Call] = []
        self.has_ids_in_order = self._remote.has_ids_in_order()

    def step(self) -> bool:
        """Read until nothing is left that can be had now; whether that is all there is."""
        until_id = None
        if not self.has_ids_in_order:
            until_id = self._remote.get_page(self._after_id, 0).last_id
            time.sleep(self._settle_s)
        while True:
            page = self._remote.get_page(self._after_id, until_id, most_rows=MOST_ROWS)
            self.calls += _calls_of(page.batch)
            has_moved = page.next_after_id > self._after_id
            self._after_id = max(page.next_after_id, self._after_id)
            if self._after_id >= (page.last_id if until_id is None else until_id):
                return True
            if not has_moved:
                return False


def as_call(row: Sequence[Any]) -> Call:
    """A row of the database, in the order of what fmd_export sends, as PyDash keeps it."""
    _, endpoint, duration_ms, called_at, version, group_by, ip, code = row
    at = datetime.fromisoformat(called_at).replace(tzinfo=UTC)
    at_us = int(at.timestamp()) * 1_000_000 + at.microsecond
    group = "None" if group_by is None else group_by
    return Call(at_us, as_kept(duration_ms), endpoint, version, ip, group, code or 0)


def _calls_of(batch: CallBatch) -> list[Call]:
    texts = [
        [column.texts[code] for code in column.codes.tolist()]
        for column in map(batch.text_column, TEXT_COLUMNS)
    ]
    codes = [0] * len(batch) if batch.status_code is None else batch.status_code.tolist()
    columns = (batch.called_at_us.tolist(), batch.duration_ms.tolist(), *texts, codes)
    return [Call(*values) for values in zip(*columns, strict=True)]
