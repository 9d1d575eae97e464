"""On whose behalf a unit of work is done, and what is to happen once it counts.

The database knows nothing of people: it carries what its caller gave it to whoever asks within
the transaction, and lets nobody else see it.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

import transaction


def note_behalf(work: transaction.Transaction, behalf: object) -> None:
    """Let a transaction that has just begun carry on whose behalf it is."""
    work.set_data(note_behalf, behalf)


def behalf_of(root: MutableMapping[str, Any]) -> object | None:
    """What `Database.on_behalf_of` was given; `None` where nobody said."""
    try:
        found: object = _work_of(root).data(note_behalf)
    except KeyError:
        return None
    return found


def after_commit(root: MutableMapping[str, Any], call: Callable[[], None]) -> None:
    """Call this once the transaction counts: not after an abort, and once however many tries."""
    _work_of(root).addAfterCommitHook(lambda has_worked: call() if has_worked else None)


def _work_of(root: MutableMapping[str, Any]) -> transaction.Transaction:
    return root._p_jar.transaction_manager.get()  # type: ignore[attr-defined]  # a Persistent one
