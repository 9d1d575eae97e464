"""Settings that a database carries to the work within its transactions.

So what is counted deep inside a unit of work, wherever it was begun, need not be handed through
every use case.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

import transaction


def carry(work: transaction.Transaction, notes: Mapping[object, object]) -> None:
    """Let a transaction that has just begun know these notes."""
    work.set_data(carry, notes)


def noted(root: MutableMapping[str, Any], key: object) -> Any:
    """What `Database.noting` was given for this key; `None` where nobody said."""
    work = root._p_jar.transaction_manager.get()  # type: ignore[attr-defined]  # a Persistent one
    return work.data(carry).get(key)
