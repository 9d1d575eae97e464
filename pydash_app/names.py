"""Looks names up within a deadline, which the system's resolver doesn't know.

`getaddrinfo` can't be interrupted: with a name server that stays silent it takes half a minute. So
it runs in a thread that is left behind when the time is over. Such threads can't pile up: one name
is looked up by one thread at a time, and there are `MOST_AT_ONCE` in a process.
"""

import socket
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from ipaddress import ip_address
from typing import Any, TypeVar

MOST_AT_ONCE = 32

LookUp = Callable[..., list[tuple[Any, ...]]]
T = TypeVar("T")


class PatientCalls:
    """Runs what can't be interrupted, and waits for it no longer than is wanted.

    Args:
        most_at_once: how many may run, those included for which nobody waits any more.
    """

    def __init__(self, most_at_once: int = MOST_AT_ONCE) -> None:
        self._most_at_once = most_at_once
        self._lock = threading.Lock()
        self._running: dict[Hashable, Future[Any]] = {}

    def call(self, key: Hashable, function: Callable[[], T], timeout_s: float) -> T:
        """What a function returns; one that runs under this key already is joined.

        Raises:
            TimeoutError: it takes longer, or too many others are running.
        """
        with self._lock:
            future: Future[T] | None = self._running.get(key)
            if future is None:
                if len(self._running) >= self._most_at_once:
                    raise TimeoutError("too many names are being looked up")
                self._running[key] = future = Future()
                threading.Thread(
                    target=self._run, args=(key, function, future), name="look-up", daemon=True
                ).start()
        return future.result(timeout_s)

    def _run(self, key: Hashable, function: Callable[[], T], future: "Future[T]") -> None:
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._forget(key)
            future.set_exception(error)
        else:
            self._forget(key)
            future.set_result(result)

    def _forget(self, key: Hashable) -> None:
        with self._lock:
            del self._running[key]


_CALLS = PatientCalls()


def look_up(
    host: str, port: int, *, timeout_s: float, resolver: LookUp | None = None
) -> list[tuple[Any, ...]]:
    """The addresses of a name, as `getaddrinfo` gives them.

    Raises:
        OSError: there is no such name; a `TimeoutError` where that is not known in time.
        UnicodeError: no name could be spelled like this.
    """
    ask = resolver or socket.getaddrinfo
    if _is_address(host):
        return ask(host, port, type=socket.SOCK_STREAM)
    key = (host, port, ask)
    return _CALLS.call(key, lambda: ask(host, port, type=socket.SOCK_STREAM), timeout_s)


def connect(
    host: str, port: int, *, timeout_s: float, resolver: LookUp | None = None
) -> socket.socket:
    """A connection to the first address of a name that takes it.

    Raises:
        OSError: none does; a `TimeoutError` where looking up and connecting take too long.
    """
    ends_at_s = time.monotonic() + timeout_s
    failure: OSError = TimeoutError("no address was found in time")
    for entry in look_up(host, port, timeout_s=timeout_s, resolver=resolver):
        left_s = ends_at_s - time.monotonic()
        if left_s <= 0:
            break
        try:
            sock = socket.create_connection(entry[4][:2], timeout=left_s)
        except OSError as error:
            failure = error
        else:
            sock.settimeout(timeout_s)
            return sock
    raise failure


def find_own_name(*, timeout_s: float) -> str:
    """This machine's whole name, or what is known of it without asking."""
    try:
        return _CALLS.call("own name", socket.getfqdn, timeout_s)
    except TimeoutError:
        return socket.gethostname()


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
