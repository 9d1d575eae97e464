"""Forgets entries that are old, and people whose account is deleted."""

from datetime import UTC, datetime

from pydash_app.audit import repository
from pydash_app.audit.entity import Entry, first_key_before
from pydash_app.database import Database, Root, reading, transactional

MOST_AT_ONCE = 500
"""So that a commit stays short, and others need not wait for it."""


def prune(database: Database, *, before: datetime) -> int:
    """Drop what happened before an instant; how many entries that were.

    Raises:
        UnavailableError: the database can't be reached.
    """
    count = 0
    while keys := _list_old(database, before):
        count += _remove(database, keys)
    while counted := _list_old_counts(database, before):
        _remove_counts(database, counted)
    return count


def forget_account(root: Root, user_id: str) -> None:
    """Forget what the audit list knows of a person whose account is being deleted.

    What they did stays with the administrators until it is old, under an id that leads to nobody:
    without addresses, and without the names that they gave to dashboards, tokens and sessions.
    The deletion itself keeps the account's name and the address: somebody will ask for it.
    """
    for entry in repository.walk_of_user(root, user_id):
        _forget_in(entry, user_id)
    repository.drop_list_of(root, user_id)


def _forget_in(entry: Entry, user_id: str) -> None:
    entry.concerns = tuple(each for each in entry.concerns if each != user_id)
    if entry.act == "account_deleted":
        return
    if entry.by == user_id or entry.by_kind == "stranger":
        entry.origin, entry.more_origins = None, ()
        entry.with_name = None
    if entry.on_kind != "account":
        entry.on_name = None


@reading
def _list_old(root: Root, before: datetime) -> list[str]:
    return repository.list_keys_from(root, first_key_before(before), most=MOST_AT_ONCE)


@transactional
def _remove(root: Root, keys: list[str]) -> int:
    return sum(repository.remove(root, key) for key in keys)


@reading
def _list_old_counts(root: Root, before: datetime) -> list[str]:
    # An hour that is not over may still be counted on.
    hour = before.astimezone(UTC).strftime("%Y-%m-%dT%H")
    keys = root["failed_logins"].keys(max=hour, excludemax=True)
    return [key for key, _ in zip(keys, range(MOST_AT_ONCE), strict=False)]


@transactional
def _remove_counts(root: Root, counted: list[str]) -> None:
    for key in counted:
        root["failed_logins"].pop(key, None)
