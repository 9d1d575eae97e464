"""A fast way to people and to the codes that were mailed to them."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from pydash_app.database import Database
from pydash_app.user import (
    LogIn,
    find_by_session,
    log_in,
    register,
    resend_verification,
    verify,
)
from tests.factories import PASSWORD, make_guard, make_limits

BASE = "https://pydash.example.org"


class Accounts:
    """Registers people and reads their mail."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now
        self.limits = make_limits()

    def register(
        self,
        name: str = "alice",
        *,
        email: str = "alice@example.org",
        password: str = PASSWORD,
    ) -> None:
        register(
            self.database,
            name=name,
            email=email,
            password=password,
            public_url=BASE,
            now=self.now,
        )

    def verify(self, code: str, *, after: timedelta = timedelta(0)) -> None:
        verify(self.database, code, public_url=BASE, now=self.now + after)

    def resend(self, email: str, *, after: timedelta = timedelta(0)) -> None:
        resend_verification(self.database, email, public_url=BASE, now=self.now + after)

    def join(self, name: str = "alice") -> UUID:
        """Register and verify; the user's id."""
        known = set(self.codes())
        self.register(name, email=f"{name}@example.org")
        (code,) = set(self.codes()) - known
        self.verify(code)
        return self.log_in(name).user.id

    def holds_session(self, token: str) -> bool:
        """Whether a session is open."""
        return find_by_session(self.database, token, now=self.now) is not None

    def log_in(
        self, name: str = "alice", password: str = PASSWORD, *, network: str = "192.0.2.1"
    ) -> LogIn:
        guard = make_guard(network, limits=self.limits)
        return log_in(self.database, name, password, guard=guard, now=self.now)

    def mails(self) -> list[tuple[str, str, str]]:
        """To, subject and link of every mail that waits, oldest first."""
        return self.database.read(
            lambda root: [
                (mail.to, mail.subject, mail.link)
                for mail in sorted(root["mails"].values(), key=lambda mail: mail.created_at)
            ]
        )

    def purposes(self) -> set[str]:
        """What the codes are for that are good for something."""
        return self.database.read(
            lambda root: {code.purpose for code in root["mailed_codes"].values()}
        )

    def codes(
        self, kind: str = "verify", *, to: str | None = None, subject: str | None = None
    ) -> list[str]:
        """The codes of all mails that wait whose link is of this kind, oldest first."""
        links = [
            link
            for address, named, link in self.mails()
            if to in (None, address) and subject in (None, named)
        ]
        return [link.rpartition("/")[2] for link in links if f"/{kind}/" in link]


@pytest.fixture
def accounts(database: Database, now: datetime) -> Accounts:
    return Accounts(database, now)
