"""What is to happen once a unit of work counts."""

from collections.abc import Callable, MutableMapping
from typing import Any


def after_commit(root: MutableMapping[str, Any], call: Callable[[], None]) -> None:
    """Call this once the transaction counts: not after an abort, and once however many tries."""
    work = root._p_jar.transaction_manager.get()  # type: ignore[attr-defined]  # a Persistent one
    work.addAfterCommitHook(lambda has_worked: call() if has_worked else None)
