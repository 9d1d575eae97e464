"""Looks after the connection to a database server that may fall silent, or come back as another.

A server that is frozen, or whose machine is gone without a word, keeps its connections. ZEO waits
for its answer for ever, and so would every thread of the web and every worker. Once the connection
is ended they fail as with any server that is away, and ZEO goes on trying to connect anew.

A server hands out ids for new objects a hundred at a time. One that was killed hands out those
that nobody has used yet once more when it is back, to whoever asks first. ZEO's client keeps those
it has, and then comes to store an object under the id of another's.
"""

import logging
import time
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any

from ZEO.Exceptions import ClientDisconnected

from pydash_app import metrics

PING_INTERVAL_S = 2.0

MOST_SILENT_SECONDS = 7
"""Counted in seconds that this process was awake, for it may itself be what was frozen."""

log = logging.getLogger(__name__)


def watch(storage: Any) -> None:
    """Look after the connection of a `ClientStorage` until that is closed.

    Source:
        ZEO 6.0, asyncio/client.py: `ClientThread.call`, `ClientIO.protocol`; base.py:
        `ZEOBaseProtocol.sm_protocol`.
    """
    _note_disconnections(storage)
    server = storage._server  # noqa: SLF001 - ZEO has no other way to end a connection
    Thread(target=_watch, args=(server,), name="database-watch", daemon=True).start()


def _note_disconnections(storage: Any) -> None:
    """Count them, and have no id used that was handed out before the connection was lost.

    Source:
        ZEO 6.0, ClientStorage.py: `new_oid`, `notify_disconnected`.
    """
    notify = storage.notify_disconnected

    def notify_and_forget() -> None:
        metrics.current().database_disconnects.inc()
        notify()
        storage._oids.clear()  # noqa: SLF001 - ZEO has no other way

    storage.notify_disconnected = notify_and_forget


def _watch(server: Any) -> None:
    while not server.is_closed():
        if not _is_answered(server) and not server.is_closed():
            log.warning("The database server is silent; connecting to it anew.")
            _end_connection(server)
        time.sleep(PING_INTERVAL_S)


def _is_answered(server: Any) -> bool:
    """Whether the server answers, or there is no connection to end."""
    answer: Future[object] = server.call("lastTransaction", wait=False, timeout=0)
    for _ in range(MOST_SILENT_SECONDS):
        try:
            answer.result(1.0)
        except TimeoutError:
            continue
        except ClientDisconnected:
            return True
        return True
    # It ends with the connection, and nobody waits for it: asyncio would log that as a failure.
    answer.add_done_callback(lambda ended: ended.exception())
    return False


def _end_connection(server: Any) -> None:
    def end() -> None:
        protocol = server.client.protocol
        if protocol is not None:  # else it was lost meanwhile
            protocol.sm_protocol.transport.abort()

    with suppress(RuntimeError):  # its loop has ended, because it was closed just now
        server.loop.call_soon_threadsafe(end)
