"""Every user has a mark."""

from collections.abc import MutableMapping
from typing import Any

IS_SMALL = False


def list_steps(root: MutableMapping[str, Any]) -> list[str]:
    return list(root["users"].ids())


def do_step(root: MutableMapping[str, Any], step: str) -> None:
    user = root["users"].get("id", step)
    if user is not None:
        user.mark_count = getattr(user, "mark_count", 0) + 1
