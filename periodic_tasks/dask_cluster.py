"""A connection to a Dask cluster that is made anew whenever it was lost."""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any

from distributed import Client, Future
from distributed.client import ClosedClientError

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5
CLOSE_TIMEOUT_S = 2

SILENT_FOR_S = 15.0
"""A worker that beats no longer is frozen, or cut off; Dask itself waits for five minutes."""

ANSWER_TIMEOUT_S = 10
"""A scheduler that is frozen answers no question, and its connection stays open."""

LOST = (OSError, CancelledError, ClosedClientError)
"""What a client raises whose scheduler is away, or that was closed; a timeout is an OSError."""


class DaskCluster:
    """The workers of a cluster, as long as it is there.

    Args:
        address: of Dask's scheduler: `tcp://host:port`, or `tls://host:port` with Dask's own
            settings for it.
        clock: seconds that never go back.
    """

    def __init__(self, address: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._address = address
        self._clock = clock
        self._seen: dict[str, tuple[float | None, float]] = {}
        self._client: Client | None = None
        self._is_known_away = False

    def list_workers(self) -> Mapping[str, int] | None:
        """How many tasks each worker takes at a time, by its address.

        Returns:
            `None` when the cluster is away; also once when it was away for a moment, after which
            everything that it was given is lost.
        """
        if self._client is None:
            self._client = self._connect()
        if self._client is None:
            return None
        try:
            if self._client.status == "running":
                return self._list_living(self._client)
        except LOST:
            log.debug("The Dask scheduler does not answer.", exc_info=True)
        self.close()
        return None

    def _list_living(self, client: Client) -> dict[str, int]:
        """The workers whose heartbeats arrive; when, is told by the clock of this process."""
        now_s, before = self._clock(), self._seen
        ask = client.scheduler.identity
        found = client.sync(ask, n_workers=-1, callback_timeout=ANSWER_TIMEOUT_S)["workers"]
        self._seen = {}
        for address, worker in found.items():
            last_seen, since_s = before.get(address, (None, now_s))
            is_beating = worker["last_seen"] != last_seen
            self._seen[address] = (worker["last_seen"], now_s if is_beating else since_s)
        return {
            address: found[address]["nthreads"]
            for address, (_, since_s) in self._seen.items()
            if now_s - since_s < SILENT_FOR_S
        }

    def submit(
        self, function: Callable[..., Any], /, *arguments: Any, worker: str
    ) -> "Future[Any] | None":
        """Have a worker run a function in one of its threads; `None` when the cluster is away."""
        if self._client is None or self._client.status != "running":
            return None
        return self._client.submit(
            function, *arguments, workers=[worker], allow_other_workers=False, pure=False
        )

    def close(self) -> None:
        """Leave the cluster; whatever it was given ends."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(*LOST):
                client.close(CLOSE_TIMEOUT_S)

    def _connect(self) -> Client | None:
        options: dict[str, Any] = {"timeout": CONNECT_TIMEOUT_S, "set_as_default": False}
        try:
            client = Client(self._address, **options)
        except LOST:
            if not self._is_known_away:
                log.warning("The Dask scheduler at %s can't be reached.", self._address)
            self._is_known_away = True
            return None
        log.info("The Dask scheduler at %s is there.", self._address)
        self._is_known_away = False
        return client
