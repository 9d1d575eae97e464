"""Has each request answered within its sender's share of the process, see `pydash_web.shares`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydash_app.shares import Asker, asking
from pydash_web.auth import CurrentUser
from pydash_web.limiting import find_network
from pydash_web.route import Route
from pydash_web.shares import Shares


@dataclass(frozen=True)
class Share:
    """What one request holds.

    Attributes:
        asker: who sent it.
    """

    asker: Asker
    _shares: Shares
    _releases: list[Callable[[], None]]

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work within the block, when it is this asker's turn.

        Raises:
            TooManyRequestsError: they have too much under way.
            UnavailableError: others have.
        """
        with self._shares.working.place(self.asker.path):
            yield

    def stream(self) -> Callable[[], None]:
        """Keep what this request holds, and a place among the exports, until that is called.

        Raises:
            TooManyRequestsError, UnavailableError: as above.
        """
        self._releases.append(self._shares.streams.take(self.asker.path))
        kept = tuple(self._releases)
        self._releases.clear()

        def release() -> None:
            for give_back in kept:
                give_back()

        return release


@contextmanager
def sharing(route: Route, shares: Shares, user: CurrentUser | None) -> Iterator[Share]:
    """Answer a request within the block, as its sender's share allows.

    Raises:
        TooManyRequestsError: the sender has too much under way.
        UnavailableError: others have.
    """
    asker = Asker.stranger(find_network()) if user is None else Asker.user(str(user.account.id))
    held = [shares.threads.take(asker.path)] if route.has_share else []
    share = Share(asker, shares, held)
    try:
        with asking(asker):
            if user is None or route.asks_remote:
                yield share
            else:
                with share.working():
                    yield share
    finally:
        for give_back in held:  # nothing any more, where an export has taken it over
            give_back()
