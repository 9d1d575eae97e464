"""The rooms at the root of the database, and the version of their layout."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from BTrees.OOBTree import OOBTree

from pydash_app.database.collection import MultiIndexedPersistentCollection
from pydash_app.database.migrating import (
    VERSION_KEY,
    check_not_begun,
    check_version,
    list_pending,
    run_small,
)
from pydash_app.database.migrations import find_migrations
from pydash_app.database.recognition import check_root

SCHEMA_VERSION = 2
"""The number of the last module in `pydash_app.database.migrations`."""

ACTIVITY_SHARDS = 16
"""Everybody's acts are written at the same end of a tree; over so many, two hardly ever meet."""

ROOMS: Mapping[str, Callable[[], object]] = {
    # entities, by each of their keys
    "users": lambda: MultiIndexedPersistentCollection(
        ("id", "name_key", "email_key", "verification_digest")
    ),
    "dashboards": lambda: MultiIndexedPersistentCollection(("id",)),
    # id of a user -> ids of the dashboards
    "dashboard_ids_by_owner": OOBTree,
    # look of a name -> ids of the users whose names look like that
    "user_ids_by_look": OOBTree,
    # digest of the session token -> Session
    "sessions": OOBTree,
    # public id of a session -> digest of its token
    "session_digests_by_id": OOBTree,
    # user id -> digest of an address that they logged in from -> when they last did
    "known_addresses": OOBTree,
    # digest of a mailed code -> MailedCode, and user id -> digests of the codes
    "mailed_codes": OOBTree,
    "code_digests_by_owner": OOBTree,
    # digest of the code -> Invitation
    "invitations": OOBTree,
    "api_tokens": lambda: MultiIndexedPersistentCollection(("id", "digest")),
    # id of a user -> ids of the tokens
    "token_ids_by_owner": OOBTree,
    # id of the dashboard -> Measurements
    "measurements": OOBTree,
    # id of the dashboard -> ProbeLog
    "probe_logs": OOBTree,
    # id -> Mail that waits to be sent
    "mails": OOBTree,
    # digest of an address and of what is counted -> when mails were queued for it
    "mail_counts": OOBTree,
    # name of a process -> when it last said that it works
    "heartbeats": OOBTree,
    # name of what has one leader -> Lease
    "leases": OOBTree,
    # name of a process -> what it found when it last looked around, as a dictionary
    "reports": OOBTree,
    # name of a chore -> when it is to be done
    "chores": OOBTree,
    # number of a shard -> key -> Entry, of everybody; keys ascend from the newest to the oldest
    "activity": lambda: OOBTree({number: OOBTree() for number in range(ACTIVITY_SHARDS)}),
    # id of a user -> key -> the same Entry, of what they did and what was done to their account
    "activity_by_user": OOBTree,
    # hour and account -> the Entry that counts the failed logins of both
    "failed_logins": OOBTree,
}


def prepare(root: MutableMapping[str, Any]) -> None:
    """Make the rooms that are missing, and run what small migrations there are to run.

    Raises:
        ForeignDatabaseError: another program's things are there.
        NewerDatabaseError: a newer version of PyDash wrote it, or has begun to migrate it.
        OlderDatabaseError: it was written by an older one, and a large migration is to be run.
    """
    check_root(root)
    if VERSION_KEY not in root:
        root[VERSION_KEY] = SCHEMA_VERSION
    check_version(root[VERSION_KEY], SCHEMA_VERSION)
    if root[VERSION_KEY] == SCHEMA_VERSION:
        check_not_begun(root)
    else:
        run_small(root, list_pending(root, find_migrations()))
    for name, make in ROOMS.items():
        if name not in root:
            root[name] = make()
