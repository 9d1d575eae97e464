"""In which order requests get a thread."""

from collections import deque
from typing import Any


class WaitingLine:
    """Takes the place of the queue in waitress's dispatcher.

    Whoever sends requests without waiting for answers gets a thread when nobody else wants one:
    browsers never do so, and a few such connections would make everybody else wait.
    """

    def __init__(self) -> None:
        self._first: deque[Any] = deque()
        self._others: deque[Any] = deque()

    def __len__(self) -> int:
        return len(self._first) + len(self._others)

    def append(self, connection: Any) -> None:
        """Take a connection in, whose request is whole."""
        (self._others if connection.is_pipelining else self._first).append(connection)

    def popleft(self) -> Any:
        """The connection that is next.

        Raises:
            IndexError: nobody waits.
        """
        return (self._first or self._others).popleft()
