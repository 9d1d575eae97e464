"""Takes the pictures in `docs/screenshots/` from the demo: `make screenshots`."""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "demo")]

import start  # noqa: E402  found by the line above

from tests.browser.chromium import FLAGS, find_chromium  # noqa: E402
from tests.stack.running_pydash import find_free_port  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
SIZES = {"1920x1080": (1920, 1080), "320x550": (320, 550)}
DRAWN_MS = 600


def main() -> None:
    """Start the demo, walk through it, and keep what it looks like."""
    TARGET.mkdir(parents=True, exist_ok=True)
    os.environ["PYDASH_PORT"] = str(find_free_port())
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with start.sample_app(folder) as dashboard_url, start.pydash(folder) as (_, base_url):
            start.join_and_add(base_url, dashboard_url, folder)
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            page = browser.new_context(reduced_motion="reduce", locale="en-GB").new_page()
            walk(page, base_url)
            browser.close()


def walk(page: Page, base_url: str) -> None:
    """Look at each page."""
    page.goto(base_url)
    take(page, "login")
    page.get_by_label("Username").fill(start.NAME)
    page.get_by_label("Password", exact=True).fill(start.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("Up to date")).to_be_visible(timeout=60_000)
    take(page, "overview")
    page.get_by_role("main").get_by_role("link", name="sample shop").click()
    expect(page.get_by_test_id("total-visits")).to_be_visible()
    take(page, "dashboard")


def take(page: Page, name: str) -> None:
    """Take a page in both themes and every size."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(DRAWN_MS)
            page.screenshot(path=TARGET / f"{name}-{size}-{theme}.png")
    page.set_viewport_size({"width": 1920, "height": 1080})


if __name__ == "__main__":
    main()
