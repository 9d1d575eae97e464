"""Waits for sockets, and lets each read and write when it can.

waitress's own loop asks every connection before each wait whether it wants to read or write. This
one remembers what they want, so that a thousand silent connections cost nothing.
"""

import selectors
from typing import Any

from waitress import wasyncore

_FLAGS = {
    selectors.EVENT_READ: wasyncore.select.POLLIN,
    selectors.EVENT_WRITE: wasyncore.select.POLLOUT,
    selectors.EVENT_READ | selectors.EVENT_WRITE: (
        wasyncore.select.POLLIN | wasyncore.select.POLLOUT
    ),
}


class EventLoop:
    """Belongs to one thread; only `Listener.pull_trigger` may be called from others.

    Attributes:
        map: all sockets by their file descriptors, as waitress wants it.
    """

    def __init__(self) -> None:
        self.map: dict[int, Any] = {}
        self._selector = selectors.DefaultSelector()

    def watch(self, one: Any) -> None:
        """Take notice of what a socket wants now; it is asked whether `readable`, `writable`."""
        if one.socket is None:
            return
        wanted = (selectors.EVENT_READ if one.readable() else 0) | (
            selectors.EVENT_WRITE if one.writable() else 0
        )
        descriptor = one.socket.fileno()
        known = self._selector.get_map().get(descriptor)
        if known is None:
            if wanted:
                self._selector.register(descriptor, wanted, one)
        elif not wanted:
            self._selector.unregister(descriptor)
        elif known.events != wanted:
            self._selector.modify(descriptor, wanted, one)

    def forget(self, one: Any) -> None:
        """Stop watching a socket that is about to be closed."""
        if one.socket is not None and one.socket.fileno() in self._selector.get_map():
            self._selector.unregister(one.socket.fileno())

    def run_once(self, timeout_s: float) -> None:
        """Serve the sockets that can be served, after waiting for one at most so long."""
        ready = self._selector.select(timeout_s)
        # New connections last: one may get the descriptor of another that is closed here.
        for key, events in sorted(ready, key=lambda found: found[0].data.accepting):
            one = key.data
            if self._selector.get_map().get(key.fd) is not key:
                continue  # closed, or changed its mind, meanwhile
            wasyncore.readwrite(one, _FLAGS[events])
            self.watch(one)

    def close(self) -> None:
        """Close all sockets."""
        wasyncore.close_all(self.map, ignore_all=True)
        self._selector.close()
