"""A server on loopback that answers as badly as a test wishes, one thread a connection."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Lie = Callable[[socket.socket], None]
"""Sends whatever it likes; the request has been read, and closing is done for it."""

Lies = Lie | Mapping[str, Lie]
"""The same for every page, or one for each page of a dashboard that there is."""

_LARGEST_REQUEST_BYTES = 65_536


@dataclass
class LyingServer:
    """A server that is listening.

    Attributes:
        host, port: where.
        requests: what came in so far, request line and headers.
        connections: all that were accepted so far.
    """

    host: str
    port: int
    requests: list[str] = field(default_factory=list)
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Of a dashboard that would be there."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/dashboard"


@contextlib.contextmanager
def serve(
    lie: Lies, *, host: str = "127.0.0.1", port: int = 0, certificate: Path | None = None
) -> Iterator[LyingServer]:
    """Listen until the block ends.

    Args:
        lie: sends the answer; a page that has none is answered with 404.
        host: IPv4 or IPv6.
        port: 0 takes a free one.
        certificate: PEM file with key and certificate, for https.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        server = LyingServer(host, listener.getsockname()[1])
        acceptor = threading.Thread(target=_accept, args=(listener, server, lie, certificate))
        acceptor.start()
        try:
            yield server
        finally:
            for open_socket in (listener, *server.connections):
                with contextlib.suppress(OSError):  # closed already
                    open_socket.shutdown(socket.SHUT_RDWR)
            acceptor.join()


def _accept(
    listener: socket.socket, server: LyingServer, lie: Lies, certificate: Path | None
) -> None:
    talks = []
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            break
        server.connections.append(connection)
        talk = threading.Thread(target=_talk, args=(connection, server, lie, certificate))
        talk.start()
        talks.append(talk)
    for talk in talks:
        talk.join()


def _talk(
    connection: socket.socket, server: LyingServer, lie: Lies, certificate: Path | None
) -> None:
    with contextlib.suppress(OSError), connection:
        if certificate is None:
            _answer(connection, server, lie)
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with context.wrap_socket(connection, server_side=True) as encrypted:
            _answer(encrypted, server, lie)


def _answer(connection: socket.socket, server: LyingServer, lie: Lies) -> None:
    request = connection.recv(_LARGEST_REQUEST_BYTES).decode("latin-1")
    server.requests.append(request)
    if not callable(lie):
        page = request.split(" ")[1].removeprefix("/dashboard/").partition("/")[0]
        lie = lie.get(page, answering(b"", status="404 Not Found"))
    lie(connection)


def answering(body: bytes, *, status: str = "200 OK", headers: tuple[str, ...] = ()) -> Lie:
    """The lie that is a well-formed answer."""
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers])
    return lambda connection: connection.sendall(head.encode("latin-1") + b"\r\n\r\n" + body)
