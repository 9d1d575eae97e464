"""What the log says of the settings when PyDash starts."""

import logging
import os

from pydash_app.settings import Settings, find_doubts, list_unknown

log = logging.getLogger(__name__)


def note_doubts(settings: Settings) -> None:
    """Name what is set and means nothing, and what can hardly do what it is meant to.

    Under a supervisor it alone does so, once for all of its processes.
    """
    for variable in list_unknown(os.environ):
        log.warning("%s", variable.sentence)
    for doubt in find_doubts(settings):
        log.warning("%s", doubt.sentence)
