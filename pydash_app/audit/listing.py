"""Shows the audit list: their own to users, all of it to administrators."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Self
from uuid import UUID

from pydash_app.audit import repository
from pydash_app.audit.circumstances import CredentialKind, DoerKind
from pydash_app.audit.entity import Act, Entry, SubjectKind
from pydash_app.audit.names import name_of_account
from pydash_app.database import Root, reading


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An act as it is shown.

    Attributes:
        by, on: names; an account's as it is called now, `None` where it is deleted.
        origin: an address, or the name of a machine.
        count: 1, or of the failed logins within an hour, of which `at` is the first.
        more_origins: where the further ones came from, some of them.
    """

    id: str
    at: datetime
    act: Act
    by: str | None
    by_kind: DoerKind
    by_id: str | None
    with_kind: CredentialKind | None
    with_id: str | None
    with_name: str | None
    origin: str | None
    on: str | None
    on_kind: SubjectKind | None
    on_id: str | None
    changed: tuple[str, ...]
    count: int
    more_origins: tuple[str, ...]

    @classmethod
    def of(cls, root: Root, entry: Entry) -> Self:
        """All of it."""
        is_user = entry.by_kind == "user"
        return cls(
            id=entry.key,
            at=entry.at,
            act=entry.act,
            by=name_of_account(root, entry.by) if is_user else entry.by,
            by_kind=entry.by_kind,
            by_id=entry.by if is_user else None,
            with_kind=entry.with_kind,
            with_id=entry.with_id,
            with_name=entry.with_name,
            origin=entry.origin,
            on=entry.on_name or _name_of_subject(root, entry),
            on_kind=entry.on_kind,
            on_id=entry.on_id,
            changed=entry.changed,
            count=1 if entry.count is None else int(entry.count()),
            more_origins=entry.more_origins,
        )


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Some acts, newest first, and where the next page begins; `None` where this is the last."""

    activities: list[ActivityView]
    next_cursor: str | None


@reading
def list_of_user(root: Root, user_id: UUID, *, cursor: str | None, limit: int) -> ActivityPage:
    """What a user did, and what was done to their account.

    Of what an administrator or the operator did, their address, credential and name on the machine
    stay with the administrators.
    """
    entries = repository.walk_of_user(root, str(user_id), after=cursor or repository.NEWEST)
    return _cut(entries, limit, lambda entry: _show_to(root, entry, str(user_id)))


@reading
def list_all(root: Root, *, cursor: str | None, limit: int) -> ActivityPage:
    """What everybody did."""
    entries = repository.walk_all(root, after=cursor or repository.NEWEST)
    return _cut(entries, limit, lambda entry: ActivityView.of(root, entry))


def _cut(
    entries: Iterator[Entry], limit: int, show: Callable[[Entry], ActivityView]
) -> ActivityPage:
    shown = list(islice(entries, limit + 1))
    views = [show(entry) for entry in shown[:limit]]
    return ActivityPage(views, views[-1].id if len(shown) > limit else None)


def _show_to(root: Root, entry: Entry, user_id: str) -> ActivityView:
    view = ActivityView.of(root, entry)
    is_of_others = entry.by_kind == "operator" or (entry.by_kind == "user" and entry.by != user_id)
    if not is_of_others:
        return view
    return replace(
        view,
        by=None if entry.by_kind == "operator" else view.by,
        with_id=None,
        with_name=None,
        origin=None,
    )


def _name_of_subject(root: Root, entry: Entry) -> str | None:
    return name_of_account(root, entry.on_id) if entry.on_kind == "account" else None
