"""Logs to standard error: `time level process: message`, one line an event."""

import logging
import sys
import time

NOISY = ("ZEO", "ZODB", "gunicorn", "txn", "urllib3")
"""They tell at the level of information what only their authors want to know."""


def configure(process: str) -> None:
    """Send everything that is logged in this process to standard error.

    Args:
        process: what the lines say they come from.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLineFormatter(process))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


class OneLineFormatter(logging.Formatter):
    """An event on one line, whatever it holds; only tracebacks follow it, indented."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self, process: str) -> None:
        super().__init__(f"%(asctime)s %(levelname)s {process}: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Write the event on one line, so that nobody's text can pass for an event of its own."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """Write a traceback so that no line of it looks like an event."""
        text = super().formatException(ei)  # type: ignore[arg-type]  # logging names no type for it
        return "\n".join(f"    {line}" for line in text.splitlines())
