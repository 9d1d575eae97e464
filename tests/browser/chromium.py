"""Finds a Chromium, and knows how to start it."""

import os
import shutil

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

NO_CHROMIUM = "No Chromium is here: install Debian's `chromium`, or name one in PYDASH_CHROMIUM."

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Without them Chromium asks its maker's hosts for news at every start; no test may do that."""


def find_chromium() -> str | None:
    """The path of a Chromium: what the environment names, else what is installed."""
    named = os.environ.get("PYDASH_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
