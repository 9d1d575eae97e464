"""Finds and keeps entries of the audit list."""

from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import chain
from operator import itemgetter

from BTrees.OOBTree import OOBTree

from pydash_app.audit.entity import Entry
from pydash_app.database import Root

NEWEST = ""
"""Smaller than every key."""


def add(root: Root, entry: Entry) -> None:
    """Keep an entry in the list of everybody, and in those of the accounts that it concerns."""
    _shard_of(root, entry.key)[entry.key] = entry
    by_user = root["activity_by_user"]
    for user_id in entry.concerns:
        if user_id not in by_user:
            by_user[user_id] = OOBTree()
        by_user[user_id][entry.key] = entry


def walk_all(root: Root, *, after: str = NEWEST) -> Iterator[Entry]:
    """Everybody's entries, newest first, from behind a key on."""
    shards = [_walk(shard, after) for shard in root["activity"].values()]
    return (entry for _, entry in merge(*shards, key=itemgetter(0)))


def walk_of_user(root: Root, user_id: str, *, after: str = NEWEST) -> Iterator[Entry]:
    """The entries that concern an account, newest first, from behind a key on."""
    entries = root["activity_by_user"].get(user_id, {})
    return (entry for _, entry in _walk(entries, after)) if entries else iter(())


def list_keys_from(root: Root, first: str, *, most: int) -> list[str]:
    """Some keys that are not smaller than this one."""
    keys = chain.from_iterable(shard.keys(first) for shard in root["activity"].values())
    return [key for key, _ in zip(keys, range(most), strict=False)]


def remove(root: Root, key: str) -> bool:
    """Drop an entry from all lists; whether it was there."""
    entry = _shard_of(root, key).pop(key, None)
    if entry is None:
        return False
    for user_id in entry.concerns:
        root["activity_by_user"].get(user_id, {}).pop(key, None)
    return True


def drop_list_of(root: Root, user_id: str) -> None:
    """Drop the list of an account; the entries stay in the list of everybody."""
    root["activity_by_user"].pop(user_id, None)


def _walk(entries: Mapping[str, Entry], after: str) -> Iterator[tuple[str, Entry]]:
    return iter(entries.items(min=after, excludemin=True))  # type: ignore[call-arg]  # an OOBTree


def _shard_of(root: Root, key: str) -> OOBTree:
    shards = root["activity"]
    # By its random end: what happens in one moment goes to different ones.
    return shards[int(key[-8:], 16) % len(shards)]
