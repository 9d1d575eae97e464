"""Which workers of a cluster there are, which of them are fit for tasks, and which has room."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

log = logging.getLogger(__name__)

CHECK_AGAIN_AFTER_S = 30.0
"""What makes a worker unfit may pass, such as a database that is away."""


@dataclass(slots=True)
class _Member:
    """A worker.

    Attributes:
        thread_count: how many tasks it takes at a time.
        check_at_s: when it is to be checked; `None` when that was done, or is being done.
        unfit_for: why it gets no tasks, if it was told.
    """

    thread_count: int
    check_at_s: float | None
    is_fit: bool = False
    unfit_for: str | None = None


class Roster:
    """The workers by their addresses. Not thread-safe.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._members: dict[str, _Member] = {}

    @property
    def capacity(self) -> int:
        """How many tasks all fit workers take at a time."""
        return sum(member.thread_count for member in self._members.values() if member.is_fit)

    def update(self, found: Mapping[str, int]) -> None:
        """Take note of who is there, and with how many threads."""
        for address in self._members.keys() - found.keys():
            log.info("The Dask worker %s is gone.", address)
            del self._members[address]
        for address, thread_count in found.items():
            if address not in self._members:
                self._members[address] = _Member(thread_count, check_at_s=self._clock())

    def take_unchecked(self) -> list[str]:
        """The workers that are to be checked now; the answer is due to `note_check`."""
        now_s = self._clock()
        due = [
            address
            for address, member in self._members.items()
            if member.check_at_s is not None and member.check_at_s <= now_s
        ]
        for address in due:
            self._members[address].check_at_s = None
        return due

    def note_check(self, address: str, failure: str | None) -> None:
        """Take note whether a worker is fit; nothing happens when it is gone."""
        member = self._members.get(address)
        if member is None:
            return
        member.is_fit = failure is None
        if failure is None:
            log.info("The Dask worker %s takes %d tasks at a time.", address, member.thread_count)
        else:
            member.check_at_s = self._clock() + CHECK_AGAIN_AFTER_S
            if failure != member.unfit_for:
                log.warning("The Dask worker %s gets no tasks: %s", address, failure)
        member.unfit_for = failure

    def find_free(self, loads: Mapping[str, int]) -> str | None:
        """The fit worker that has most room, if one has any.

        Args:
            loads: how many tasks each worker has; 0 where it is missing.
        """
        room = {
            address: member.thread_count - loads.get(address, 0)
            for address, member in self._members.items()
            if member.is_fit
        }
        roomiest = max(room, key=lambda address: room[address], default=None)
        return roomiest if roomiest is not None and room[roomiest] > 0 else None
