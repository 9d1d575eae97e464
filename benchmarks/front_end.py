"""How fast the pages are, in a real Chromium: `make bench-front`.

A dashboard with so many calls is opened with an empty browser after a restart of the web server,
and again and again with a warm one; the pointer wanders over a heat map of 90 days; an overview of
500 apps is scrolled through. Prints a table, and writes FRONT_END.md.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.asking import Session
from benchmarks.front_end_report import FrontEnd, write
from benchmarks.pydash_stack import PydashStack, wait_for_quiet
from benchmarks.rows import make_calls
from benchmarks.seeding import USER_NAME, seed
from pydash_app.dashboard import repository
from pydash_app.database import Database, Root
from pydash_app.measurements.window import Window
from pydash_app.user import repository as users
from tests.browser.chromium import FLAGS, find_chromium
from tests.factories import make_batch, make_dashboard, make_user, store_batch

WARM_VISITS = 7
COLD_VISITS = 3
MANY_APPS = 500
CALLS_AN_APP = 50
LEAD_NAME = "bob"
MOVES = 150
SCROLL_PX = 180

OBSERVE = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""

DRAWN = """() => {
  const cards = [...document.querySelectorAll('main section[aria-label]')];
  const isDrawn = cards.length >= 9 && !document.querySelector('[aria-label="Loading"]');
  return isDrawn && document.querySelector('canvas') !== null ? performance.now() : 0;
}"""
"""The instant, in milliseconds after the navigation began, by which every card has its chart."""

WATCH_FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const step = (now) => {
    window.frames_ms.push(now - last);
    last = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}"""


def main() -> None:
    """Measure, print and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    call_count = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder, PydashStack(Path(folder)) as stack:
        now = datetime.now(UTC)
        _tell(f"seeding {call_count:,} calls and {MANY_APPS} apps")
        with closing(stack.open_database()) as database:
            seeded = seed(database, stack.settings, make_calls(call_count, now), now)
            _make_many_apps(database, now)
        stack.pack()
        with _chromium() as browser:
            found = _measure(stack, browser, seeded.dashboard_id, call_count)
    print(write(found))


def _measure(
    stack: PydashStack, browser: Browser, dashboard_id: UUID, call_count: int
) -> FrontEnd:
    stack.restart_web()
    alice = Session.log_in(stack, dashboard_id, USER_NAME)
    bob = Session.log_in(stack, dashboard_id, LEAD_NAME)
    path = f"/dashboards/{dashboard_id}?range=28d"
    wait_for_quiet()
    _tell("cold")
    cold_ms = [_open_cold(stack, browser, alice, path) for _ in range(COLD_VISITS)]
    page = _page(browser, alice)
    _tell("warm")
    warm_ms = [_open(page, stack, path) for _ in range(WARM_VISITS + 1)][1:]
    shift = page.evaluate("window.shift")
    _tell("hovering")
    hover_ms = _hover(page, stack, dashboard_id)
    _tell("scrolling")
    scroll_ms, scroll_shift = _scroll(_page(browser, bob), stack)
    return FrontEnd(
        call_count=call_count,
        app_count=MANY_APPS,
        cold_ms=statistics.median(cold_ms),
        warm_ms=statistics.median(warm_ms),
        hover_ms=hover_ms,
        scroll_ms=scroll_ms,
        shift=max(shift, scroll_shift),
    )


def _open_cold(stack: PydashStack, browser: Browser, session: Session, path: str) -> float:
    """With nothing in any cache, of the browser or of the web server."""
    stack.restart_web()
    page = _page(browser, session)
    took_ms = _open(page, stack, path)
    page.context.close()
    return took_ms


def _open(page: Page, stack: PydashStack, path: str) -> float:
    """From the navigation until everything is drawn, in milliseconds."""
    page.goto(f"{_base_url(stack)}{path}", wait_until="commit")
    drawn_ms = page.wait_for_function(DRAWN, polling="raf", timeout=60_000).json_value()
    return float(drawn_ms)


def _hover(page: Page, stack: PydashStack, dashboard_id: UUID) -> list[float]:
    """How long each frame took while the pointer wandered over 90 days."""
    _open(page, stack, f"/dashboards/{dashboard_id}?range=90d")
    cells = page.get_by_role("slider", name="Visits by hour").first
    cells.scroll_into_view_if_needed()
    box = cells.bounding_box()
    assert box is not None  # noqa: S101  it was scrolled into view
    page.evaluate(WATCH_FRAMES)
    for move in range(MOVES):
        share = move / MOVES
        page.mouse.move(box["x"] + box["width"] * (move % 25) / 25, box["y"] + 600 * share)
    return _frames(page)


def _scroll(page: Page, stack: PydashStack) -> tuple[list[float], float]:
    """How long each frame took on the way down an overview, as rows and as cards."""
    frames: list[float] = []
    for look in ("rows", "cards"):
        page.add_init_script(f"localStorage.setItem('pydash-overview', '{look}')")
        page.goto(f"{_base_url(stack)}/")
        page.get_by_role("link", name="app-").first.wait_for()
        page.mouse.move(700, 500)
        page.evaluate(WATCH_FRAMES)
        height = page.evaluate("document.documentElement.scrollHeight")
        for _ in range(height // SCROLL_PX):
            page.mouse.wheel(0, SCROLL_PX)
            page.wait_for_timeout(16)
        frames += _frames(page)
    return frames, page.evaluate("window.shift")


def _frames(page: Page) -> list[float]:
    """Without the first, which began before anything was watched."""
    taken: list[float] = page.evaluate("window.frames_ms.slice(1)")
    return taken


def _page(browser: Browser, session: Session) -> Page:
    """A browser of its own, logged in."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB")
    name, _, value = session.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": _base_url(session.stack)}])
    page = context.new_page()
    page.add_init_script(OBSERVE)
    return page


def _base_url(stack: PydashStack) -> str:
    return f"http://127.0.0.1:{stack.settings.port}"


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


def _make_many_apps(database: Database, now: datetime) -> None:
    """Give a second user very many dashboards, each with a fortnight of calls."""
    make_user(database, name=LEAD_NAME, is_verified=True, now=now)
    bob = database.read(lambda root: users.find_by_name(root, LEAD_NAME))
    assert bob is not None  # noqa: S101  was just made
    window = Window(0, int(now.timestamp()))
    times = [now - timedelta(hours=6 * number + 1) for number in range(CALLS_AN_APP)]
    for number in range(MANY_APPS):
        url = f"https://app-{number}.example.org/dashboard"
        dashboard_id = make_dashboard(
            database, owner_id=UUID(bob.id), name=f"app-{number}", url=url, now=now
        )
        store_batch(database, dashboard_id, window, make_batch(times))
    database.write(_catch_up)


def _catch_up(root: Root) -> None:
    """Have every app look fetched: one that is being read is asked about every few seconds."""
    for dashboard in repository.list_all(root):
        dashboard.fetching.is_caught_up = True


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
