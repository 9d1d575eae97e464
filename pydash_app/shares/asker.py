"""For whom this thread is working.

Places are asked for deep inside of a request (where a password is hashed, where a remote is
asked), by functions that have no other reason to know who is behind it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Self

from pydash_app.limits import networks_of


@dataclass(frozen=True, slots=True)
class Asker:
    """Who shares a pool with others.

    Attributes:
        path: names them from the widest to the narrowest group that takes turns with its like:
            an IPv6 client's /48, /56 and /64. Its first part is the one whose share is counted.
        is_known: whether PyDash knows who it is, or has known this address before.
    """

    path: tuple[str, ...]
    is_known: bool

    @classmethod
    def user(cls, user_id: str) -> Self:
        """Somebody who has said who they are."""
        return cls((f"user {user_id}",), is_known=True)

    @classmethod
    def stranger(cls, network: str) -> Self:
        """Anybody else, by whence they come, as `pydash_app.limits.network_of` names it."""
        return cls(tuple(reversed(networks_of(network))), is_known=False)

    def known_as(self, name: str) -> "Asker":
        """The same, who has been seen here before under a name."""
        return Asker((*self.path, name), is_known=True)


THIS_PROCESS = Asker(("this process",), is_known=True)
"""A command, or a background task."""

_asker: ContextVar[Asker] = ContextVar("asker", default=THIS_PROCESS)


def current_asker() -> Asker:
    """For whom this thread is working now."""
    return _asker.get()


@contextmanager
def asking(asker: Asker) -> Iterator[None]:
    """Work for somebody within the block."""
    token = _asker.set(asker)
    try:
        yield
    finally:
        _asker.reset(token)
