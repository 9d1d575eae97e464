"""A real Chromium, driven by Playwright."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, NO_CHROMIUM, find_chromium

WANTED = ("status of 40", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED")
"""What tests bring about: refusals, a network that is gone, a PyDash that has ended."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where it can't be had, tests are skipped, or fail in continuous integration."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    expect.set_options(timeout=20_000)  # milliseconds: a busy machine draws slowly
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
            if message.type == "error" and not any(text in message.text for text in WANTED)
            else None
        ),
    )
    yield page
    context.close()
    assert not complaints, complaints
