"""An account with one watched app, for tests that begin behind the login."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.remotes.fixtures import StartFmd1
from tests.remotes.running_fmd import RunningFmd
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person, RunningPydash
from tests.stack.waiting import wait_until

QUICK = {"FETCH_INTERVAL": "2", "MIN_FETCH_INTERVAL": "0", "FETCH_SPACING": "0", "SETTLE_LAG": "2"}


@dataclass
class WatchedApp:
    """A running PyDash, its user alice, and an app of hers whose history is fetched."""

    pydash: RunningPydash
    fmd: RunningFmd
    alice: Person
    dashboard_id: str

    @property
    def dashboard_url(self) -> str:
        """Of the app's page in PyDash."""
        return f"{self.pydash.base_url}/dashboards/{self.dashboard_id}"


def watch_app(start_pydash: StartPydash, start_fmd1: StartFmd1, *, rows: int) -> WatchedApp:
    """Start everything, and wait for the history."""
    fmd = start_fmd1(rows=rows, days=20)
    pydash = start_pydash(**QUICK)
    alice = Person(pydash)
    alice.join()
    dashboard_id = alice.add_dashboard(fmd.url, fmd.token, name="shop-api")
    wait_until(lambda: alice.count_visits(dashboard_id) == rows, timeout_s=30, what="the history")
    return WatchedApp(pydash, fmd, alice, dashboard_id)


def log_in(page: Page, url: str) -> None:
    """Open a page of PyDash, and log in where it asks."""
    page.goto(url)
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
