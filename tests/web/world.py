"""Who and what there is when a request is made."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from pydash_app.database import Database
from tests.web.fake_remotes import FakeRemotes
from tests.web.people import Person, StoppedClock, put_into_cookie


@dataclass(frozen=True)
class World:
    """Three people with a browser each, one browser in which nobody is logged in.

    Attributes:
        away: the same app, and its database can't be reached.
    """

    app: Flask
    away: Flask
    database: Database
    remotes: FakeRemotes
    clock: StoppedClock
    alice: Person
    bob: Person
    charlie: Person

    def browser_of(self, who: str) -> FlaskClient:
        """A browser, by the name of its user; `stranger` and `away` have one too."""
        if who == "stranger":
            return self.app.test_client()
        if who == "away":
            return put_into_cookie(self.away, "a token that can't be looked up")
        person: Person = getattr(self, who)
        return person.client

    def dashboard_of(self, whose: str) -> str:
        """The id of somebody's dashboard; what `malformed` has is none."""
        if whose == "malformed":
            return "11111111-2222-3333-4444"
        person: Person = getattr(self, whose)
        return str(person.dashboard_id)
