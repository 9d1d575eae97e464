"""Under which circumstances something is done: by whom, with what, from where, when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydash_app.database import Database

CredentialKind = Literal["password", "session", "token", "mail_link", "command_line"]
DoerKind = Literal["user", "operator", "stranger"]

LONGEST_ORIGIN_CHARACTERS = 255
"""Of a host's name (RFC 1035, 2.3.4); addresses are shorter."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What somebody showed to be let in; never the secret itself.

    Attributes:
        id: the public one of a session or a token.
        name: of a token, as its owner chose it.
    """

    kind: CredentialKind
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a request or a command knows before it begins; given to `acting_under`.

    Attributes:
        at: when it began.
        origin: the client's address, or the name of the machine where a command runs.
        kind: who acts; a `stranger` is a request without a session, such as a login.
        doer: the id of a user, or the name that an operator has on that machine.
    """

    at: datetime
    origin: str
    kind: DoerKind = "stranger"
    doer: str | None = None
    credential: Credential | None = None


def acting_under(database: Database, circumstances: Circumstances) -> Database:
    """The same database, in which whatever is done leaves an entry that says so."""
    return database.noting(Circumstances, circumstances)


def by_operator(name: str, machine: str, *, at: datetime) -> Circumstances:
    """What is done on the command line."""
    return Circumstances(
        at=at,
        origin=machine[:LONGEST_ORIGIN_CHARACTERS],
        kind="operator",
        doer=name,
        credential=Credential("command_line"),
    )
