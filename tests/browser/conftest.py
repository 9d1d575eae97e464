"""A real Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where it can't be had, tests are skipped, or fail in continuous integration."""
    path = find_chromium()
    if path is None:
        sentence = (
            "No Chromium here: install it (Debian: apt install chromium) or set PYDASH_CHROMIUM."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window of 1920 by 1080; what the page complains of fails the test."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{message.text} at {message.location}")
            if message.type == "error" and "status of 40" not in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert not complaints, complaints
