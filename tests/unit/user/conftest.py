"""A fast way to people and to the codes that were mailed to them."""

from datetime import datetime

import pytest

from pydash_app.database import Database
from pydash_app.user import register
from tests.factories import PASSWORD


class Accounts:
    """Registers people and reads their mail."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now

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
            public_url="https://pydash.example.org",
            now=self.now,
        )

    def mails(self) -> list[tuple[str, str, str]]:
        """To, subject and link of every mail that waits, oldest first."""
        return self.database.read(
            lambda root: [
                (mail.to, mail.subject, mail.link)
                for mail in sorted(root["mails"].values(), key=lambda mail: mail.created_at)
            ]
        )

    def codes(self) -> list[str]:
        """The codes of all verification mails that wait."""
        links = [link for _, _, link in self.mails()]
        return [link.rpartition("/")[2] for link in links if "/verify/" in link]


@pytest.fixture
def accounts(database: Database, now: datetime) -> Accounts:
    return Accounts(database, now)
