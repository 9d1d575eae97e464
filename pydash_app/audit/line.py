"""Writes an entry as a line of the log: as a sentence, and as fields for programs."""

from collections.abc import Mapping

from pydash_app.audit.entity import Entry
from pydash_app.audit.names import name_of_account
from pydash_app.database import Root


def describe(root: Root, entry: Entry, *, origin: str | None) -> tuple[str, Mapping[str, object]]:
    """A sentence, and the same as a dictionary without what is unknown."""
    fields = {
        "act": entry.act,
        "by_kind": entry.by_kind,
        "by_id": entry.by if entry.by_kind == "user" else None,
        "by": name_of_account(root, entry.by) if entry.by_kind == "user" else entry.by,
        "with": entry.with_kind,
        "with_id": entry.with_id,
        "from": origin,
        "on_kind": entry.on_kind,
        "on_id": entry.on_id,
        "on": entry.on_name
        or (name_of_account(root, entry.on_id) if entry.on_kind == "account" else None),
        "changed": list(entry.changed),
    }
    known = {name: value for name, value in fields.items() if value}
    words = " ".join(f"{name}={_quote(value)}" for name, value in known.items() if name != "act")
    return f"Activity {entry.act}: {words}", known


def _quote(value: object) -> str:
    text = ",".join(value) if isinstance(value, list) else str(value)
    return f'"{text}"' if not text.isascii() or any(one in text for one in ' "=') else text
