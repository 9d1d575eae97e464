"""The web server in this process, over a small app, with a clock that tests turn."""

import json
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from wsgiref.types import StartResponse, WSGIEnvironment

from pydash_cli.serving.deadlines import Deadlines
from pydash_cli.serving.listener import Listener
from tests.stack.waiting import wait_until

DEADLINES = Deadlines(head_s=10, body_s=30, write_s=30, idle_s=15)
TICK_S = 0.01
LARGE_BYTES = 16 * 1024 * 1024
"""More than a system keeps for one connection."""
PART = b"x" * 65_536


class TurnedClock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class SmallApp:
    """Echoes bodies, and sends large answers whole or in parts without an end.

    Attributes:
        may_go_on: what `/wait` waits for.
        made_bytes: of streams.
        ended_streams: whose generator was closed.
    """

    may_go_on: threading.Event = field(default_factory=threading.Event)
    made_bytes: int = 0
    ended_streams: int = 0
    calls: int = 0
    paths: list[str] = field(default_factory=list)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.calls += 1
        path = environ["PATH_INFO"]
        self.paths.append(path)
        if path == "/stream":
            start("200 OK", [("Content-Type", "text/plain")])
            return () if environ["REQUEST_METHOD"] == "HEAD" else self._stream()
        if path == "/break":
            raise RuntimeError("hunter2")
        if path == "/wait":
            self.may_go_on.wait(30)
        body = b"x" * LARGE_BYTES if path == "/large" else environ["wsgi.input"].read()
        told = body if path != "/environ" else _tell(environ)
        start("200 OK", [("Content-Length", str(len(told)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [told]

    def _stream(self) -> Iterator[bytes]:
        try:
            while True:
                self.made_bytes += len(PART)
                yield PART
        finally:
            self.ended_streams += 1


def _tell(environ: WSGIEnvironment) -> bytes:
    return json.dumps(
        {name: value for name, value in environ.items() if isinstance(value, str)}
    ).encode()


@dataclass
class Served:
    """A running server.

    Attributes:
        turn: the clock, by so many seconds, and wait until the server has looked at it.
    """

    listener: Listener
    app: SmallApp
    clock: TurnedClock
    address: tuple[str, int]
    _looks: list[float]
    _sockets: list[socket.socket] = field(default_factory=list)

    def turn(self, seconds: float) -> None:
        """Turn the clock."""
        self.let_read()
        self.clock.now_s += seconds
        wait_until(
            lambda: self._looks and self._looks[-1] >= self.clock.now_s,
            timeout_s=20,
            what="the server looks after its connections",
        )

    def let_read(self) -> None:
        """Wait until the server has read what was sent before: two rounds of its loop."""
        done = threading.Event()
        for _ in range(2):
            done.clear()
            self.listener.trigger.pull_trigger(done.set)
            assert done.wait(20)

    def connect(
        self, sent: bytes = b"", *, source: str = "127.0.0.1", window: int = 0
    ) -> socket.socket:
        """Connect and say something; closed at the end of the test."""
        sock = socket.socket()
        self._sockets.append(sock)
        if window:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        sock.bind((source, 0))
        sock.settimeout(20)
        sock.connect(self.address)
        sock.sendall(sent)
        return sock

    def hang_up(self) -> None:
        """Close all connections."""
        for sock in self._sockets:
            sock.close()


@contextmanager
def serving(
    *,
    app: SmallApp | None = None,
    thread_count: int = 2,
    most_connections: int = 100,
    deadlines: Deadlines = DEADLINES,
) -> Iterator[Served]:
    """Run one, with its loop in a thread."""
    clock = TurnedClock()
    app = app or SmallApp()
    is_over = threading.Event()
    looks: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as sock:
        listener = Listener(
            app,
            sock,
            thread_count=thread_count,
            most_connections=most_connections,
            deadlines=deadlines,
            now=clock,
        )
        thread = threading.Thread(target=_run, args=(listener, is_over, looks, clock))
        thread.start()
        served = Served(listener, app, clock, sock.getsockname(), looks)
        try:
            yield served
        finally:
            served.hang_up()
            app.may_go_on.set()
            is_over.set()
            thread.join(20)
            listener.shut_down()


def _run(
    listener: Listener, is_over: threading.Event, looks: list[float], now: Callable[[], float]
) -> None:
    while not is_over.is_set():
        began_s = now()
        listener.run_once(TICK_S)
        looks.append(began_s)


def read_answer(sock: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of one answer with a length."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = sock.recv(1)
        assert piece, f"the connection ended after {head!r}"
        head += piece
    status_line, *lines = head.decode("ascii").strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = b""
    while len(body) < int(headers.get("content-length", 0)):
        body += sock.recv(min(65_536, int(headers["content-length"]) - len(body)))
    return int(status_line.split()[1]), headers, body


def is_open(sock: socket.socket) -> bool:
    """Whether the server has neither answered nor hung up."""
    sock.setblocking(False)
    try:
        sock.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    except ConnectionError:
        return False
    finally:
        sock.settimeout(20)
    return False
