"""Hundreds of clients that take as long as they like, each in one of five ways.

Run in a process of its own, so that it takes no processor time from those whom it disturbs:

python -m tests.strangers.crowd http://127.0.0.1:5000 --clients 500 --seconds 300
"""

import argparse
import json
import select
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TICK_S = 1.0
"""Between two bytes of a slow client."""

SMALLEST_WINDOW_BYTES = 4096
READ_BYTES = 65_536
PIPELINED = 12
"""Answers that nobody takes: more than the system keeps for a connection."""

_GONE = select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP


@dataclass(frozen=True)
class Kind:
    """One way of taking long.

    Attributes:
        start: what a client sends at once.
        drip: what it goes on with, a piece per second.
        reads: whether it reads what is answered.
    """

    name: str
    start: bytes
    drip: Callable[[], Iterator[bytes]]
    reads: bool = True


@dataclass
class Client:
    """One connection.

    Attributes:
        status: of the answer, as far as one was read.
    """

    kind: Kind
    sock: socket.socket
    began_s: float
    drip: Iterator[bytes]
    answer: bytes = b""

    @property
    def status(self) -> int | None:
        """The status of the answer; `None` where none was read."""
        words = self.answer.split(b" ", 2)
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


@dataclass
class Ending:
    """How one connection ended.

    Attributes:
        lasted_s: from connecting to the end.
        status: of the answer; `None` where none was read.
    """

    kind: str
    lasted_s: float
    status: int | None


@dataclass
class Crowd:
    """Keeps up so many connections at once: whoever is shown out comes back.

    Args:
        address: host and port of the server.
        kinds: taken in turn.
        client_count: how many at once.

    Attributes:
        endings: of all connections that the server has ended.
    """

    address: tuple[str, int]
    kinds: list[Kind]
    client_count: int
    endings: list[Ending] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._poll = select.epoll()
        self._clients: dict[int, Client] = {}
        self._waiting = deque(self.kinds[n % len(self.kinds)] for n in range(self.client_count))

    def run(self, seconds: float) -> None:
        """Keep the server busy for so long, then leave."""
        ends_at = time.monotonic() + seconds
        drip_at = time.monotonic()
        while (now_s := time.monotonic()) < ends_at:
            self._come()
            if now_s >= drip_at:
                drip_at = now_s + TICK_S
                for client in list(self._clients.values()):
                    self._send(client, next(client.drip, b""))
            for descriptor, events in self._poll.poll(max(0.0, drip_at - time.monotonic())):
                if descriptor in self._clients:
                    self._notice(self._clients[descriptor], events)

    def leave(self) -> None:
        """Hang up."""
        for client in self._clients.values():
            client.sock.close()
        self._clients.clear()
        self._poll.close()

    @property
    def open_by_kind(self) -> dict[str, list[float]]:
        """How long each connection has lasted that is still open."""
        now_s = time.monotonic()
        found: dict[str, list[float]] = {kind.name: [] for kind in self.kinds}
        for client in self._clients.values():
            found[client.kind.name].append(now_s - client.began_s)
        return found

    def _come(self) -> None:
        for _ in range(len(self._waiting)):
            kind = self._waiting.popleft()
            try:
                self._connect(kind)
            except OSError:
                self._waiting.append(kind)
                return

    def _connect(self, kind: Kind) -> None:
        sock = socket.socket()
        if not kind.reads:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALLEST_WINDOW_BYTES)
        sock.settimeout(5)
        try:
            sock.connect(self.address)
        except OSError:
            sock.close()
            raise
        sock.setblocking(False)
        client = Client(kind, sock, time.monotonic(), kind.drip())
        self._clients[sock.fileno()] = client
        self._poll.register(sock, _GONE | (select.EPOLLIN if kind.reads else 0))
        self._send(client, kind.start)

    def _send(self, client: Client, data: bytes) -> None:
        try:
            if data:
                client.sock.send(data)
        except BlockingIOError:
            pass
        except OSError:
            self._show_out(client)

    def _notice(self, client: Client, events: int) -> None:
        is_over = bool(events & _GONE)
        if client.kind.reads:
            try:
                data = client.sock.recv(READ_BYTES)
                is_over = not data
                client.answer = (client.answer + data)[:READ_BYTES]
            except BlockingIOError:
                pass
            except OSError:
                is_over = True
        if is_over:
            self._show_out(client)

    def _show_out(self, client: Client) -> None:
        descriptor = client.sock.fileno()
        if self._clients.pop(descriptor, None) is None:
            return
        self._poll.unregister(descriptor)
        client.sock.close()
        lasted_s = time.monotonic() - client.began_s
        self.endings.append(Ending(client.kind.name, lasted_s, client.status))
        self._waiting.append(client.kind)


def five_kinds(host: str, large_path: str = "/api/openapi.json") -> list[Kind]:
    """The kinds, speaking to a server by its right name.

    Args:
        host: as it stands in `Host`.
        large_path: what a reader asks for and does not take.
    """
    get = f"GET {large_path} HTTP/1.1\r\nHost: {host}\r\n".encode()
    post = (
        f"POST /api/login HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n".encode()
    )
    return [
        Kind("silent heads", get, lambda: iter(())),
        Kind("slow heads", get + b"X-Slow: ", lambda: _repeat(b"a")),
        Kind("slow bodies", post + b"Content-Length: 5000\r\n\r\n{", lambda: _repeat(b" ")),
        Kind(
            "slow chunks",
            post + b"Transfer-Encoding: chunked\r\n\r\n",
            lambda: _repeat(b"1\r\n \r\n"),
        ),
        Kind("readers that stop", (get + b"\r\n") * PIPELINED, lambda: iter(()), reads=False),
    ]


def _repeat(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


def main() -> int:
    """Be a crowd; prints how its connections ended, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300)
    options = parser.parse_args()
    address = urlsplit(options.url)
    crowd = Crowd(
        (str(address.hostname), int(address.port or 80)),
        five_kinds(address.netloc),
        options.clients,
    )
    crowd.run(options.seconds)
    told = {
        "endings": [vars(ending) for ending in crowd.endings],
        "open": crowd.open_by_kind,
    }
    crowd.leave()
    json.dump(told, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
