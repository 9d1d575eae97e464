"""Takes connections, as many as there is room for, and ends those that take too long."""

import errno
import logging
import socket
import time
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from pydash_app.limits import network_of
from pydash_cli.serving import refusals
from pydash_cli.serving.connection import Connection
from pydash_cli.serving.deadlines import Deadlines
from pydash_cli.serving.event_loop import EventLoop
from pydash_cli.serving.hasty_line import HastyLine
from pydash_cli.serving.stopwatch import Phase
from pydash_cli.serving.waitress_settings import adjust

CHECK_INTERVAL_S = 1.0
REPORT_INTERVAL_S = 60.0
MOST_ACCEPTED_AT_ONCE = 64

MOST_ANSWER_BYTES = 64 * 1024 * 1024
MOST_BODY_BYTES = 32 * 1024 * 1024
"""Of all connections of a process together; the app's threads don't wait for them."""

_OUT_OF_RESOURCES = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

# Who has taken longest to ask for something goes first; who may ask again at once goes last.
_EVICTED_FIRST = (
    (Phase.NEW, Phase.HEAD, Phase.BODY),
    (Phase.WRITE, Phase.END),
    (Phase.IDLE,),
)

log = logging.getLogger(__name__)


class Listener(TcpWSGIServer):
    """waitress's server on one socket.

    Args:
        application: the app.
        sock: listens already.
        thread_count: how many requests the app works on at once.
        most_connections: how many are held at once.
        deadlines: for each of them.
        now: seconds on a clock that never goes back.
    """

    channel_class = Connection

    def __init__(
        self,
        application: Any,
        sock: socket.socket,
        *,
        thread_count: int,
        most_connections: int,
        deadlines: Deadlines,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.loop = EventLoop()
        self.now = now
        self.is_stopping = False
        self._deadlines = deadlines
        self._most_connections = most_connections
        self._count_of_network: Counter[str] = Counter()
        self._busy: set[Connection] = set()
        self.hasty = HastyLine()
        self._late: Counter[Phase] = Counter()
        self._check_due_s = self._report_due_s = now()
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(thread_count)
        super().__init__(
            application,
            map=self.loop.map,
            _sock=sock,
            dispatcher=dispatcher,
            adj=adjust(sock),
            sockinfo=(sock.family, sock.type, sock.proto, sock.getsockname()),
            bind_socket=False,
        )
        self.loop.watch(self.trigger)
        self.loop.watch(self)

    def run_once(self, timeout_s: float) -> None:
        """Serve whoever can be served, and look after the others once a second."""
        self.loop.run_once(timeout_s)
        for connection in list(self._busy):
            if not connection.requests:
                self._busy.discard(connection)
                self.hasty.line_up(connection)
            self.loop.watch(connection)
        for connection in self.hasty.go_on(self._busy):
            self.loop.watch(connection)
        if self.now() >= self._check_due_s:
            self._check_due_s = self.now() + CHECK_INTERVAL_S
            self.check()

    def check(self) -> None:
        """End the connections that have taken too long."""
        for connection in list(self.active_channels.values()):
            phase = connection.check(self._deadlines, self.now())
            if phase is not None and phase is not Phase.END:
                self._late[phase] += 1
        self.accepting = not self.is_stopping
        self.loop.watch(self)
        if self.now() >= self._report_due_s:
            self._report_due_s = self.now() + REPORT_INTERVAL_S
            self._report()

    def stop(self) -> None:
        """Take no new connections."""
        self.is_stopping, self.accepting = True, False
        self.loop.watch(self)

    def shut_down(self) -> None:
        """End all connections, and let the threads end."""
        for connection in list(self.active_channels.values()):
            connection.handle_close()
        self.task_dispatcher.set_thread_count(0)
        self.loop.close()

    @property
    def is_at_rest(self) -> bool:
        """Whether nobody waits for an answer."""
        waiting = (Phase.APP, Phase.WRITE, Phase.END)
        return not any(one.phase in waiting for one in self.active_channels.values())

    # ---- what the loop asks ----

    def readable(self) -> bool:
        """Whether new connections are taken."""
        return bool(self.accepting)

    def handle_accept(self) -> None:
        """Take new connections."""
        for _ in range(MOST_ACCEPTED_AT_ONCE):
            try:
                accepted = self.accept()
            except OSError as error:
                if error.errno in _OUT_OF_RESOURCES:
                    self.accepting = False  # until the next check
                    self._evict()
                return
            if accepted is None:
                return
            try:
                self._welcome(*accepted)
            except OSError:  # it has gone already
                accepted[0].close()
            except BaseException:
                accepted[0].close()
                raise

    def handle_error(self) -> None:
        """Note what went wrong with one connection; waitress would take no others any more."""
        log.error("A connection could not be taken.", exc_info=True)  # noqa: LOG014 - waitress is handling one

    def _welcome(self, sock: socket.socket, address: Any) -> None:
        if len(self.active_channels) >= self._most_connections and not self._evict():
            sock.setblocking(False)
            with sock:
                sock.send(refusals.write(HTTPStatus.SERVICE_UNAVAILABLE))
            return
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = self.channel_class(self, sock, address, self.adj, map=self.loop.map)
        self._count_of_network[network_of(address[0])] += 1
        connection.handle_read()  # most have sent their request already
        self.loop.watch(connection)

    # ---- what connections say ----

    def add_task(self, task: Connection) -> None:
        """Let a thread answer the request of a connection."""
        self._busy.add(task)
        super().add_task(task)

    def note_end(self, connection: Connection) -> None:
        """A connection has ended."""
        self._busy.discard(connection)
        network = network_of(connection.addr[0])
        self._count_of_network[network] -= 1
        if self._count_of_network[network] <= 0:
            del self._count_of_network[network]

    def note_unreadable(self, connection: Connection, status: HTTPStatus) -> None:
        """A request could not be read."""
        # Not what it says: whoever sent it would write into the log.
        log.info("A request from %s can't be read: %s.", connection.addr[0], status.phrase)

    # ---- room ----

    def make_room_for_bodies(self) -> None:
        """End the slowest upload where all of them together take too much memory."""
        connections = self.active_channels.values()
        if sum(one.held_bytes for one in connections) > MOST_BODY_BYTES:
            uploading = [one for one in connections if one.phase is Phase.BODY]
            self._end_oldest(uploading)

    def make_room_for_answer(self, byte_count: int) -> bool:
        """Whether an answer may be kept in memory until its reader has taken it.

        Called by the app's threads. Where others fill the memory, who has taken longest goes.
        """
        if byte_count > MOST_ANSWER_BYTES:
            return False
        writing = [one for one in list(self.active_channels.values()) if one.total_outbufs_len]
        writing.sort(key=lambda one: one.stopwatch.began_s)
        kept_bytes = sum(one.total_outbufs_len for one in writing)
        for one in writing:
            if kept_bytes + byte_count <= MOST_ANSWER_BYTES:
                break
            kept_bytes -= one.total_outbufs_len
            self.trigger.pull_trigger(one.abort)
        return True

    def _evict(self) -> bool:
        """End the connection that has waited longest, of the network that has the most."""
        waiting = [one for one in self.active_channels.values() if one.phase is not Phase.APP]
        networks = {one: self._count_of_network[network_of(one.addr[0])] for one in waiting}
        most = max(networks.values(), default=0)
        crowd = [one for one in waiting if networks[one] == most]
        for phases in _EVICTED_FIRST:
            if self._end_oldest([one for one in crowd if one.phase in phases]):
                return True
        return False

    def _end_oldest(self, connections: list[Connection]) -> bool:
        if not connections:
            return False
        oldest = min(connections, key=lambda one: one.stopwatch.began_s)
        self._late[oldest.phase] += 1
        oldest.abort()
        return True

    def _report(self) -> None:
        if self._late:
            told = ", ".join(f"{count} for {phase.value}" for phase, count in self._late.items())
            log.info("Connections that were ended because they waited too long: %s.", told)
            self._late.clear()
