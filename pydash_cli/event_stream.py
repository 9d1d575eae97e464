"""Turns what is written past the log into events of it.

A log of JSON is read by programs, line by line. Python itself and libraries write plain text to
standard error: warnings, tracebacks of threads and finalizers, what a command says. Only what the
interpreter writes when it dies of a fault comes from too deep for this.
"""

import atexit
import logging
import sys
import threading
import warnings
from typing import Any, TextIO

RESOURCE_TRACKER = "ignore:resource_tracker:UserWarning"
"""multiprocessing has a process of its own tell, in plain text, of semaphores that a killed
process has left. It tidies them up, and there is nothing to do."""


def capture_streams() -> None:
    """Let every line that this process writes to its standard streams be an event.

    What has been opened on the streams before, such as a log's handler, still writes to them.
    """
    if RESOURCE_TRACKER not in sys.warnoptions:
        sys.warnoptions.append(RESOURCE_TRACKER)  # handed on to the processes of multiprocessing
        # While the interpreter ends, it takes the streams back, and warns of what is still open.
        atexit.register(warnings.simplefilter, "ignore")
    for name, level in (("stdout", logging.INFO), ("stderr", logging.ERROR)):
        stream = getattr(sys, name)
        if not isinstance(stream, EventStream):
            setattr(sys, name, EventStream(stream, logging.getLogger(name), level))


class EventStream:
    """A stream of text of which each line becomes an event.

    Args:
        stream: that it stands for; everything but writing is left to it.
        log: takes the lines.
        level: of the events.
    """

    def __init__(self, stream: TextIO, log: logging.Logger, level: int) -> None:
        self.stream = stream
        self._log = log
        self._level = level
        self._own = threading.local()

    def write(self, text: str) -> int:
        """Take some text; its lines are logged as soon as they are whole."""
        if not isinstance(text, str):
            raise TypeError("This stream takes text.")
        own = self._own
        if getattr(own, "is_logging", False):
            return len(text)  # the log itself failed: telling of it would fail again
        *lines, own.rest = (getattr(own, "rest", "") + text).split("\n")
        own.is_logging = True
        try:
            for line in lines:
                if line.strip():
                    self._log.log(self._level, "%s", line.rstrip("\r"))
        finally:
            own.is_logging = False
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Take several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Let what stands for a line without an end be one."""
        if getattr(self._own, "rest", "").strip():
            self.write("\n")
        self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        """Whatever else a stream has."""
        return getattr(self.stream, name)
