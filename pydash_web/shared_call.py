"""A call that may take long, made once for everybody who waits for it meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

from pydash_app.errors import PydashError

T = TypeVar("T")


class SharedCall(Generic[T]):
    """Runs a function in a thread of its own, at most one at a time.

    So those who ask may stop waiting whenever they like, and a thousand who ask of a database
    that hangs occupy one thread.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: Future[T] | None = None

    def start_or_join(self, call: Callable[[], T]) -> "Future[T]":
        """Start the call, or wait for the one that runs already; its failures are the future's."""
        with self._lock:
            if self._running is None:
                self._running = Future()
                # A daemon: a process that is to end does not wait for what may hang.
                Thread(target=self._run, args=(self._running, call), daemon=True).start()
            return self._running

    def _run(self, future: "Future[T]", call: Callable[[], T]) -> None:
        try:
            result = call()
        except PydashError as error:
            self._forget(future)
            future.set_exception(error)
        else:
            self._forget(future)
            future.set_result(result)
        finally:
            # After what nobody expected, which ends this thread: the next one asks again.
            self._forget(future)

    def _forget(self, future: Future[T]) -> None:
        # Before the future is done: who asks after that asks again.
        with self._lock:
            if self._running is future:
                self._running = None
