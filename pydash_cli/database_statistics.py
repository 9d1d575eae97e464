"""Hands what the ZEO server knows of itself on to the metrics."""

import asyncio
from typing import Any

from pydash_app import metrics

INTERVAL_S = 5.0
COUNTED = ("loads", "stores", "commits", "aborts", "conflicts")
"""Attributes of the server's statistics that only grow."""


def watch_statistics(event_loop: asyncio.AbstractEventLoop, statistics: Any) -> None:
    """Do so now and every few seconds, in the thread of the server.

    Args:
        event_loop: the server's.
        statistics: a `StorageStats` of ZEO.
    """
    told = dict.fromkeys(COUNTED, 0)

    def tell() -> None:
        catalogue = metrics.current().database_server
        catalogue.clients.set(statistics.clients)
        catalogue.active_transactions.set(statistics.active_txns)
        for name in COUNTED:
            value = getattr(statistics, name)
            getattr(catalogue, name).inc(value - told[name])
            told[name] = value
        event_loop.call_later(INTERVAL_S, tell)

    event_loop.call_soon(tell)
