"""Takes the pictures in `docs/screenshots/` from the demo: `make screenshots`.

Every page in three sizes and both themes, as WebP: a tenth of what PNG would weigh.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as TimedOutError

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "demo")]

import start  # noqa: E402  found by the line above

from tests.browser.chromium import FLAGS, find_chromium  # noqa: E402
from tests.stack.waiting import find_free_port  # noqa: E402

TARGET = ROOT / "docs" / "screenshots"
SIZES = {"1920x1080": (1920, 1080), "1280x768": (1280, 768), "320x550": (320, 550)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DRAWN_MS = 500
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def main() -> None:
    """Start the demo, walk through it, and keep what it looks like."""
    TARGET.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=20_000)  # milliseconds: a busy machine draws slowly
    os.environ["PYDASH_PORT"] = str(find_free_port())
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        with start.sample_app(folder) as dashboard_url, start.pydash(folder) as (_, base_url):
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            page = browser.new_context(reduced_motion="reduce", locale="en-GB").new_page()
            walk_outside(page, base_url)
            start.join(base_url, folder)
            make_administrator(folder)
            walk_newcomer(page, base_url)
            start.add(base_url, dashboard_url)
            walk_inside(page, base_url)
            browser.close()


def make_administrator(folder: Path) -> None:
    """Let the demo's user see the administrators' page."""
    command = [sys.executable, "-m", "pydash_cli", "user", "make-admin", start.NAME]
    subprocess.run(command, env=os.environ | {"PYDASH_DATA_DIR": str(folder)}, check=True)


def walk_outside(page: Page, base_url: str) -> None:
    """Look at the pages before the login."""
    for name, path in {
        "login": "login",
        "register": "register",
        "forgot-password": "forgot-password",
        "reset-password": "reset-password/none",
        "verify": "verify/none",
    }.items():
        page.goto(f"{base_url}/{path}")
        take(page, name)


def walk_newcomer(page: Page, base_url: str) -> None:
    """Log in for the first time."""
    page.goto(base_url)
    page.get_by_label("Username").fill(start.NAME)
    page.get_by_label("Password", exact=True).fill(start.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Watch your first app")).to_be_visible()
    take(page, "empty")
    page.get_by_role("button", name="Add dashboard").first.click()
    take(page, "add-dashboard")


def walk_inside(page: Page, base_url: str) -> None:
    """Look at the pages with figures, and at the settings."""
    page.goto(base_url)
    expect(page.get_by_text("Up to date")).to_be_visible(timeout=60_000)
    take(page, "overview")
    page.get_by_role("radio", name="Rows").check()
    take(page, "overview-rows")
    page.get_by_role("link", name="sample shop").click()
    expect(page.get_by_role("table", name="Endpoints")).to_be_visible()
    take(page, "dashboard")
    dashboard_url = page.url.partition("?")[0]
    take(page, "dashboard-lower", prepare=scroll_to("Execution time per endpoint"))
    page.goto(dashboard_url)
    page.get_by_role("table", name="Endpoints").get_by_role("link", name="shop.search").click()
    expect(page.get_by_role("table", name="Versions")).to_be_visible()
    take(page, "endpoint")
    take(page, "endpoint-lower", prepare=scroll_to("Visits by hour"))
    for name, url in {
        "dashboard-settings": f"{dashboard_url}/settings",
        "settings": f"{base_url}/settings",
        "admin": f"{base_url}/admin",
        "help": f"{base_url}/help",
        "not-found": f"{base_url}/nowhere",
    }.items():
        page.goto(url)
        take(page, name)


def scroll_to(card: str) -> Callable[[Page], None]:
    """Bring a card to the upper edge."""
    return lambda page: page.get_by_role("region", name=card).evaluate(
        "element => window.scrollTo(0, element.offsetTop - 72)"
    )


def take(page: Page, name: str, *, prepare: Callable[[Page], None] | None = None) -> None:
    """Take a page in both themes and every size.

    Raises:
        SystemExit: it would have to be scrolled sideways.
    """
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(DRAWN_MS)
            if prepare:
                prepare(page)
                page.wait_for_timeout(DRAWN_MS)
            try:
                page.wait_for_function(FITS)
            except TimedOutError:
                raise SystemExit(f"{name} scrolls sideways at {size}.") from None
            save(page, TARGET / f"{name}-{size}-{theme}.webp")
    page.set_viewport_size({"width": 1920, "height": 1080})


def save(page: Page, path: Path) -> None:
    """Take what is seen; Playwright itself knows no WebP."""
    session = page.context.new_cdp_session(page)
    picture = session.send("Page.captureScreenshot", {"format": "webp", "quality": 82})
    path.write_bytes(base64.b64decode(picture["data"]))
    session.detach()


if __name__ == "__main__":
    main()
