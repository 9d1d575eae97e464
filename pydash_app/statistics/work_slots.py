"""How many threads of a process compute with large arrays at a time.

What a question needs beside the answer is freed within milliseconds. Were all threads in the
midst of that at once, a process would take as many times as much memory as it has threads; and
as NumPy keeps Python's lock most of the time, none of them would be done any sooner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

AT_A_TIME = 2
"""One computes while another reads from the database."""

_SLOTS = BoundedSemaphore(AT_A_TIME)
_LONG_WORK = Lock()


@contextmanager
def work_slot() -> Iterator[None]:
    """Wait for a slot, and hold it for as long as one portion of a question takes.

    Who holds one asks for no second one: two who did would wait for each other.
    """
    with _SLOTS:
        yield


@contextmanager
def long_work_slot() -> Iterator[None]:
    """The same for what is held while many portions are read, each in a slot of its own."""
    with _LONG_WORK:
        yield
