"""Waits for what other processes do, and finds ports for them."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def find_free_port() -> int:
    """A port of the loopback on which nobody listens now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until(holds: Callable[[], T], *, timeout_s: float, what: str) -> T:
    """Ask again and again until the answer is true, and give it back.

    Raises:
        AssertionError: that took longer than `timeout_s`; it says what was waited for.
    """
    deadline = time.monotonic() + timeout_s
    while not (result := holds()):
        assert time.monotonic() < deadline, f"waited {timeout_s:g} s in vain: {what}"
        time.sleep(0.05)
    return result
