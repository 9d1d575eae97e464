"""What becomes of the watch over a connection that is closed while it waits for an answer."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from pydash_app.database import connection_watch


class NoAnswer:
    """The future of an answer that never comes."""

    def result(self, _timeout_s: float) -> None:
        raise TimeoutError

    def add_done_callback(self, callback: Callable[[object], None]) -> None:
        """Never called."""


class ClosedServer:
    """ZEO's connection, which somebody closes while it is asked, or just after that.

    Args:
        open_looks: so many times it is still found open.
    """

    def __init__(self, open_looks: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.loop.close()
        self._open_looks = open_looks

    def is_closed(self) -> bool:
        self._open_looks -= 1
        return self._open_looks < 0

    def call(self, *_arguments: object, **_options: object) -> NoAnswer:
        return NoAnswer()


@pytest.mark.parametrize(("open_looks", "warnings"), [(1, 0), (2, 1)])
def test_a_connection_that_is_closed_meanwhile_is_not_silent(
    open_looks: int,
    warnings: int,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(connection_watch, "PING_INTERVAL_S", 0)
    connection_watch._watch(ClosedServer(open_looks))
    assert len(caplog.records) == warnings
