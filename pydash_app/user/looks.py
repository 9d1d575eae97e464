"""Finds users whose names look alike, however they are written.

The room `user_ids_by_look` is made when it is first needed, and made again when the table of
looks or the number of users is another than it was made for: an older PyDash knows nothing of it.
Names that looked alike before all stay; only a new one must look like no other.
"""

from typing import Any

from BTrees.Length import Length
from BTrees.OOBTree import OOTreeSet

from pydash_app.database import Root
from pydash_app.naming import TABLE, make_skeleton
from pydash_app.text_forms import fold
from pydash_app.user.entity import User

_TABLE_KEY, _COUNT_KEY = "\0table", "\0count"
"""What the room says of itself; no name holds such a character."""


def list_looks(name: str) -> frozenset[str]:
    """What a name looks like; two names are confusable where they have one of these in common.

    Names are compared without case, and a skeleton is not: `I` looks like `l`, and `i` does not.
    So there are two, one of the name as it is and one of it in small letters.
    """
    return frozenset((fold(make_skeleton(name)), make_skeleton(fold(name))))


def has_double(root: Root, name: str, *, but: User | None = None) -> bool:
    """Whether somebody's name, of whom `but` is not meant, looks like this one."""
    room = _prepared(root)
    ids = {user_id for look in list_looks(name) for user_id in room.get(look, ())}
    return bool(ids - {but.id if but else None})


def note(root: Root, user: User) -> None:
    """Note a user who was kept, or has another name now."""
    room = root["user_ids_by_look"]
    if _COUNT_KEY in room:
        _put(room, user)
        room[_COUNT_KEY].change(1)


def forget(root: Root, user: User) -> None:
    """Forget the name of a user who goes, or takes another one."""
    room = _prepared(root)
    for look in list_looks(user.name):
        ids = room.get(look)
        if ids is not None and user.id in ids:
            ids.remove(user.id)
            if not ids:
                del room[look]
    room[_COUNT_KEY].change(-1)


def _prepared(root: Root) -> Any:
    room, users = root["user_ids_by_look"], root["users"]
    count = room.get(_COUNT_KEY)
    if room.get(_TABLE_KEY) != TABLE or count is None or count() != len(users):
        room.clear()
        for user in users:
            _put(room, user)
        room[_TABLE_KEY], room[_COUNT_KEY] = TABLE, Length(len(users))
    return room


def _put(room: Any, user: User) -> None:
    for look in list_looks(user.name):
        if look not in room:
            room[look] = OOTreeSet()
        room[look].add(user.id)
