"""Logs to standard error, one line an event: as text, or as JSON for programs to read."""

import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TextIO

import orjson

from pydash_app.database.failures import outages
from pydash_app.hidden_passwords import hide_passwords
from pydash_app.settings import Settings
from pydash_cli.event_stream import EventStream, capture_streams

NOISY = ("ZEO", "ZODB", "gunicorn", "relstorage", "txn", "urllib3", "waitress")
"""They tell at the level of information what only their authors want to know."""

PROCESSES = {"run": "supervisor", "web": "web", "scheduler": "scheduler", "serve": "database"}
"""What the lines of a command say they come from; `pydash db serve` has it as its second word."""

OWN = ("pydash_app", "pydash_cli", "pydash_web", "periodic_tasks")
"""Of these alone everything is told where the level asks for it: what others tell to those who
debug may hold addresses with codes in them."""

TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"


def configure(process: str, settings: Settings) -> None:
    """Send everything that is logged in this process to standard error.

    Args:
        process: what the lines say they come from.
        settings: say how lines look, and which are left out.
    """
    handler = logging.StreamHandler(_stderr())
    is_json = settings.log_format == "json"
    handler.setFormatter(JsonFormatter(process) if is_json else OneLineFormatter(process))
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    logging.basicConfig(level=max(level, logging.INFO), handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # That requests wait for a thread is told by the metrics, not by a line for each.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    for name in OWN:
        logging.getLogger(name).setLevel(level)
    logging.getLogger("ZODB.Connection").addFilter(is_no_outage)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    sys.unraisablehook = _log_unraisable
    if is_json:
        capture_streams()


def begin(words: Sequence[str]) -> None:
    """Let what is said before the settings are read be an event, too, where the log is of JSON.

    Args:
        words: with which the command was called; only those that keep running have a log.
    """
    process = next((PROCESSES[word] for word in words[:2] if word in PROCESSES), None)
    if process is None or os.environ.get("PYDASH_LOG_FORMAT") != "json":
        return
    handler = logging.StreamHandler(_stderr())
    handler.setFormatter(JsonFormatter(process))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    capture_streams()


def _stderr() -> TextIO:
    """Standard error itself, also where what is written to it is captured already."""
    return sys.stderr if not isinstance(sys.stderr, EventStream) else sys.stderr.stream


def is_no_outage(record: logging.LogRecord) -> bool:
    """Leave out objects that can't be loaded because the database is away: that is told once."""
    cause = record.exc_info[1] if record.exc_info else None
    return not isinstance(cause, outages())


class OneLineFormatter(logging.Formatter):
    """An event on one line, whatever it holds; only tracebacks follow it, indented."""

    converter = staticmethod(time.gmtime)
    default_time_format = TIME_FORMAT
    default_msec_format = "%s.%03dZ"

    def __init__(self, process: str) -> None:
        super().__init__(f"%(asctime)s %(levelname)s {process}: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Write the event down; what others put into it may quote an address."""
        return hide_passwords(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Write the event on one line, so that nobody's text can pass for an event of its own."""
        line = super().formatMessage(record)
        request_id = getattr(record, "request_id", None)
        if request_id is not None:
            line = f"{line} [request {request_id}]"
        return line.replace("\r", "\\r").replace("\n", "\\n")

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """Write a traceback so that no line of it looks like an event."""
        text = super().formatException(ei)  # type: ignore[arg-type]  # logging names no type for it
        return "\n".join(f"    {line}" for line in text.splitlines())


class JsonFormatter(logging.Formatter):
    """An event as one JSON object on one line; a traceback is one of its fields.

    The fields `time`, `level`, `process`, `pid`, `logger` and `message` are always there;
    `request_id`, `activity`, `exception` and `stack` where there is one.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = TIME_FORMAT
    default_msec_format = "%s.%03dZ"

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """Write the event down."""
        event = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "process": self._process,
            "pid": os.getpid(),
            "logger": record.name,
            "message": hide_passwords(record.getMessage()),
        }
        request_id = getattr(record, "request_id", None)
        if request_id is not None:
            event["request_id"] = request_id
        activity = getattr(record, "activity", None)
        if activity is not None:
            event["activity"] = activity
        if record.exc_info:
            event["exception"] = hide_passwords(self.formatException(record.exc_info))
        if record.stack_info:
            event["stack"] = self.formatStack(record.stack_info)
        return _write(event)


def _write(event: dict[str, object]) -> str:
    try:
        return orjson.dumps(event).decode()
    except orjson.JSONEncodeError:  # half a character, from some file's name
        clean = {key: str(value).encode(errors="replace").decode() for key, value in event.items()}
        return orjson.dumps(clean).decode()


def _log_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("pydash_cli").critical(
        "This process ends by an error that nobody expected.", exc_info=(kind, error, traceback)
    )


def _log_uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is None or issubclass(failure.exc_type, SystemExit):
        return
    logging.getLogger("pydash_cli").error(
        "A thread ended by an error that nobody expected.",
        exc_info=(failure.exc_type, failure.exc_value, failure.exc_traceback),
    )


def _log_unraisable(failure: "sys.UnraisableHookArgs") -> None:
    """What fails where nobody can be told: in a finalizer, or while the process ends."""
    error = failure.exc_value
    where = failure.err_msg or "Exception ignored in"
    logging.getLogger("pydash_cli").error(
        "%s: %r",
        where,
        failure.object,
        exc_info=None if error is None else (failure.exc_type, error, failure.exc_traceback),
    )
