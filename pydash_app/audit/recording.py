"""Writes down what is done, in the transaction that does it."""

import logging
from collections.abc import Iterable
from datetime import UTC

from BTrees.Length import Length

from pydash_app.audit import repository
from pydash_app.audit.circumstances import Circumstances, Credential
from pydash_app.audit.entity import Act, Entry, Subject, account
from pydash_app.audit.line import describe
from pydash_app.database import Database, Root, after_commit, noted, transactional
from pydash_app.errors import DiskFullError

MOST_ORIGINS = 4
"""Of the failed logins of an hour, besides the first; a thousand machines fill no database."""

_log = logging.getLogger(__name__)


def record(
    root: Root,
    act: Act,
    on: Subject | None = None,
    *,
    by: str | None = None,
    credential: Credential | None = None,
    changed: Iterable[str] = (),
) -> None:
    """Add an entry to the audit list, and once it counts, a line to the log.

    Nothing is written where nobody acts: the database was not made `acting_under` anything.

    Args:
        root: within the transaction that does it.
        act: what is done.
        on: to what.
        by: the id of the user who acts, where the request could not know: a login, say.
        credential: the same, with what.
        changed: names of the settings that are others now.
    """
    circumstances = noted(root, Circumstances)
    if isinstance(circumstances, Circumstances):
        entry = _make(circumstances, act, on, by, credential)
        entry.changed = tuple(changed)
        repository.add(root, entry)
        _log_after_commit(root, entry)


def note(database: Database, act: Act, on: Subject | None = None) -> None:
    """The same for what changes nothing in the database, and so has no transaction.

    A disk that is full refuses nobody what they may read: then the log alone says that they did.
    """
    try:
        transactional(record)(database, act, on)
    except DiskFullError:
        subject = None if on is None else on.id
        _log.warning("Activity %s on %s: there is no space to store it", act, subject)


def count_failed_login(database: Database, user_id: str | None, *, by: str | None = None) -> None:
    """Note that a login failed: the first of each account and hour of the clock, and how many.

    Names that nobody has are counted together, so that a refusal takes as long for them, and a
    password that somebody typed there is stored nowhere.

    Args:
        database: on whose behalf something is done.
        user_id: the account; `None` where nobody has the name.
        by: the id of the user who was logged in already, and did not know the password.
    """
    _count(database, user_id, by)


@transactional
def _count(root: Root, user_id: str | None, by: str | None) -> None:
    circumstances = noted(root, Circumstances)
    if not isinstance(circumstances, Circumstances):
        return
    hour = circumstances.at.astimezone(UTC).strftime("%Y-%m-%dT%H")
    counted = f"{hour} {user_id or ''}"
    entry = root["failed_logins"].get(counted)
    if entry is None:
        on = None if user_id is None else account(user_id)
        entry = _make(circumstances, "login_failed", on, by, None)
        entry.count = Length(1)
        repository.add(root, entry)
        root["failed_logins"][counted] = entry
    else:
        entry.count.change(1)
        _note_origin(entry, circumstances.origin)
    _log_after_commit(root, entry, origin=circumstances.origin)


def _note_origin(entry: Entry, origin: str) -> None:
    known = (entry.origin, *entry.more_origins)
    if origin not in known and len(entry.more_origins) < MOST_ORIGINS:
        entry.more_origins = (*entry.more_origins, origin)


def _make(
    circumstances: Circumstances,
    act: Act,
    on: Subject | None,
    by: str | None,
    credential: Credential | None,
) -> Entry:
    doer = by or circumstances.doer
    kind = "user" if by else circumstances.kind
    entry = Entry(act, at=circumstances.at, by_kind=kind, by=doer, origin=circumstances.origin)
    shown = credential or circumstances.credential
    if shown is not None:
        entry.with_kind, entry.with_id, entry.with_name = shown.kind, shown.id, shown.name
    if on is not None:
        entry.on_kind, entry.on_id, entry.on_name = on.kind, on.id, on.name
    concerned = {doer if kind == "user" else None, on.owner_id if on else None}
    entry.concerns = tuple(sorted(user_id for user_id in concerned if user_id is not None))
    return entry


def _log_after_commit(root: Root, entry: Entry, *, origin: str | None = None) -> None:
    sentence, fields = describe(root, entry, origin=origin or entry.origin)
    after_commit(root, lambda: _log.info(sentence, extra={"activity": fields}))
