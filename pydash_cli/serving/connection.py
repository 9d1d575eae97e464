"""One client's connection: what it may do next, and by when."""

import socket
import struct
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from waitress.channel import HTTPChannel

from pydash_cli.serving import refusals
from pydash_cli.serving.deadlines import Deadlines, count_untaken
from pydash_cli.serving.request_parser import RequestParser
from pydash_cli.serving.stopwatch import Phase, Stopwatch
from pydash_cli.serving.tasks import AppTask, FailureTask
from pydash_cli.serving.waitress_settings import DRAIN_BYTES, SMALL_ANSWER_BYTES

_ABORT = struct.pack("ii", 1, 0)


_AFTER_AN_ANSWER = (Phase.WRITE, Phase.IDLE, Phase.END)


class Connection(HTTPChannel):
    """waitress's channel, of which nobody can make a thread wait who is not let in.

    Requests are read one after the other: the next one not before the last answer is written.
    But for `service` and `write_soon`, which the app's threads call, all belongs to the loop's.

    Attributes:
        is_hasty: its client has sent the present request without waiting for the last answer.
    """

    task_class = AppTask
    error_task_class = FailureTask
    parser_class = RequestParser
    is_hasty = False
    request: RequestParser | None

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002 - waitress's name
        self.local_address: str = sock.getsockname()[0]
        self.stopwatch = Stopwatch(server.now())
        self.sent_bytes = 0
        self._received_bytes = 0
        self._has_served = False
        self._unread = b""
        self._drained_bytes: int | None = None
        super().__init__(server, sock, addr, adj, map=map)

    @property
    def phase(self) -> Phase:
        """What it waits for now."""
        if self.total_outbufs_len:
            return Phase.WRITE
        if self.requests:
            return Phase.APP
        if self._is_ending:
            return Phase.END
        if self._unread:
            return Phase.APP
        if self.request is not None:
            return Phase.BODY if self.request.headers_finished else Phase.HEAD
        return Phase.IDLE if self._has_served else Phase.NEW

    @property
    def held_bytes(self) -> int:
        """What its unfinished or waiting request takes up."""
        own = [*self.requests, self.request]
        return sum(one.body_bytes_received for one in own if one is not None)

    @property
    def is_held_up(self) -> bool:
        """Whether another request came with the last one, whose answer is written now."""
        return bool(self._unread) and self._is_free

    @property
    def _is_free(self) -> bool:
        return not (self._is_ending or self.requests or self.total_outbufs_len)

    @property
    def _is_ending(self) -> bool:
        return bool(self.will_close or self.close_when_flushed or self._drained_bytes is not None)

    def check(self, deadlines: Deadlines, now_s: float) -> Phase | None:
        """End it if it has taken too long; returns in which phase it was then."""
        phase = self.phase
        untaken = (
            count_untaken(self.socket) if phase in (Phase.WRITE, Phase.IDLE, Phase.END) else 0
        )
        if untaken:
            phase = Phase.WRITE
        moved_bytes = self._received_bytes if phase is Phase.BODY else self.sent_bytes - untaken
        if not self.stopwatch.is_late(phase, moved_bytes, deadlines, now_s):
            return None
        self._end_of(phase)
        return phase

    def _end_of(self, phase: Phase) -> None:
        if phase in (Phase.HEAD, Phase.BODY):
            self.refuse(HTTPStatus.REQUEST_TIMEOUT)
        elif phase is Phase.WRITE:
            self.abort()
        else:
            self.handle_close()

    # ---- reading ----

    def readable(self) -> bool:
        """Whether what comes is to be read now: no second request before the first's answer."""
        if self._drained_bytes is not None:
            return True
        return self._is_free and not self._unread

    def handle_read(self) -> None:
        """Read what has come."""
        try:
            data = self.socket.recv(self.adj.recv_bytes)
        except BlockingIOError:
            return
        except OSError:
            self.handle_close()
            return
        if self._drained_bytes is not None:
            self._drained_bytes += len(data)
            if not data or self._drained_bytes > DRAIN_BYTES:
                self.handle_close()
        elif data:
            self._received_bytes += len(data)
            self.is_hasty = False
            self.received(data)
        elif self.request is None:
            self.handle_close()
        else:  # it has said its last word in the middle of a request, and may still listen
            self.refuse(HTTPStatus.BAD_REQUEST)

    def received(self, data: bytes) -> None:
        """Read one request at most; what follows it waits until that one is answered."""
        while data and not (self.requests or self._is_ending):
            if self.request is None:
                self.request = self.parser_class(self.adj)
                if self._has_served:
                    self.stopwatch.begin_head(self.server.now())
            request = self.request
            data = data[request.received(data) :]
            self._go_on_with(request)
        self._unread = data if not self._is_ending else b""
        if self.request is not None and self.request.body_bytes_received:
            self.server.make_room_for_bodies()

    def resume(self) -> None:
        """Read on in what came together with the last request."""
        if self.is_held_up:
            unread, self._unread = self._unread, b""
            self.is_hasty = True
            self.received(unread)

    def _go_on_with(self, request: RequestParser) -> None:
        if not request.completed:
            if request.expect_continue and request.headers_finished:
                self.send_continue()
            return
        self.request = None
        if request.refusal is not None:
            self.server.note_unreadable(self, request.refusal)
            request.close()
            self.refuse(request.refusal)
        elif not request.empty:
            self._has_served = True
            self.requests.append(request)
            self.server.add_task(self)

    # ---- writing ----

    def write_soon(self, data: Any) -> int:
        """Take a part of the answer, for which its thread waits only where memory runs out."""
        longest: int = self.adj.outbuf_high_watermark
        if not isinstance(data, bytes) or len(data) <= SMALL_ANSWER_BYTES:
            return int(super().write_soon(data))
        if self.server.make_room_for_answer(len(data)):
            return int(super().write_soon(data))
        for start in range(0, len(data), longest):
            super().write_soon(data[start : start + longest])
        return len(data)

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Hand bytes to the system, as many as it takes."""
        sent = int(super().send(data, do_close=do_close))
        self.sent_bytes += sent
        return sent

    def handle_write(self) -> None:
        """Write what can be written, and end the connection where that was all."""
        flush: Callable[..., Any] = (
            self._flush_some_if_lockable if self.requests else self._flush_some
        )
        if self.total_outbufs_len:
            self._flush_exception(flush)
        if self.will_close:
            self.handle_close()
        elif self.connected and self.close_when_flushed and not self.total_outbufs_len:
            self._hang_up()
        self.server.hasty.line_up(self)

    def writable(self) -> bool:
        """Whether there is something to be written, or to be ended."""
        return bool(self.total_outbufs_len or self.will_close or self.close_when_flushed)

    def refuse(self, status: HTTPStatus) -> None:
        """Answer instead of the app, and end; nothing of an answer may have been written yet."""
        if self.request is not None:
            self.request.close()
            self.request = None
        answer = refusals.write(status)
        with self.outbuf_lock:
            self.outbufs[-1].append(answer)
            self.total_outbufs_len += len(answer)
            self.close_when_flushed = True
        self.handle_write()
        self.server.loop.watch(self)

    def _hang_up(self) -> None:
        """Say that nothing more comes; closing with unread data would take the answer back."""
        self.close_when_flushed = False
        self._drained_bytes = 0
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()

    def abort(self) -> None:
        """End at once, and let the system forget what it holds for the client."""
        if self.socket is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
        self.handle_close()

    def handle_close(self) -> None:
        """Close it; a thread that waits to write is woken, and its answer given up."""
        if self.socket is None:
            return
        self._unread = b""
        if self.request is not None:
            self.request.close()
        super().handle_close()

    def del_channel(self, map: Any = None) -> None:  # noqa: A002 - waitress's name
        """Take it out of the books, before its descriptor belongs to somebody else."""
        self.server.loop.forget(self)
        self.server.note_end(self)
        super().del_channel(map)
