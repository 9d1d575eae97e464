"""What of a web process one user, or one network of strangers, may occupy at once.

Most threads do nothing but wait: for their turn, for a monitored app, for the reader of an
export. So there are several times as many as may work, and what is scarce is shared: the
processor, which Python's lock lets few threads use at a time, and what waits for others for long.
"""

from dataclasses import dataclass
from typing import Self

from pydash_app.settings import Settings
from pydash_app.shares import FairPool, Refusals

THREADS_A_PLACE = 8
"""Threads there are for each that the operator wants to work."""

CONNECTIONS_OF_BROWSER = 6
"""What a browser opens to one server with HTTP/1.1: nobody is refused who asks for less."""

WORKING_SHARE = STREAM_SHARE = 2
"""One in so many of the threads that the operator wants may work, or send an export, at once."""

WORKING_PATIENCE_S = 30.0
"""A page asks for a dozen figures at once, and each of them may take seconds."""

STREAM_PATIENCE_S = 1.0


_THREADS_TAKEN = Refusals(
    own="You are asking for too much at once. Wait for some answers first.",
    busy="PyDash is very busy. Try again in a moment.",
    retry_after_s=2,
)
_WORKING_TAKEN = Refusals(
    own="Your other questions take long. Wait for their answers first, or ask for less time, or "
    "for longer slices.",
    busy="PyDash is very busy. Try again in a moment.",
    retry_after_s=10,
)
_STREAMS_TAKEN = Refusals(
    own="You are taking as many exports as you can at once. Wait until one of them has ended.",
    busy="PyDash is sending as many exports as it can right now. Try again in a minute.",
    retry_after_s=60,
)


@dataclass(frozen=True)
class Shares:
    """The pools of a web process.

    Attributes:
        threads: one for each request that is being answered.
        working: what computes; who waits for others, for an app or a reader, gives it back.
        streams: exports, each for as long as its reader takes.
    """

    threads: FairPool
    working: FairPool
    streams: FairPool

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Make the pools that the settings ask for."""
        thread_count = count_threads(settings)
        return cls(
            threads=FairPool(
                thread_count,
                waiting_count=0,
                patience_s=0,
                floor=CONNECTIONS_OF_BROWSER,
                refusals=_THREADS_TAKEN,
            ),
            working=FairPool(
                max(1, settings.web_threads // WORKING_SHARE),
                waiting_count=thread_count,
                patience_s=WORKING_PATIENCE_S,
                refusals=_WORKING_TAKEN,
            ),
            streams=FairPool(
                max(1, settings.web_threads // STREAM_SHARE),
                waiting_count=thread_count // 4,
                patience_s=STREAM_PATIENCE_S,
                refusals=_STREAMS_TAKEN,
            ),
        )


def count_threads(settings: Settings) -> int:
    """How many threads the server of each web process needs."""
    return settings.web_threads * THREADS_A_PLACE
