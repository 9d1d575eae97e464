"""The request headers that an owner wants sent to their app, and to nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydash_app.remote.remote_url import DEFAULT_PORTS


@dataclass(frozen=True, slots=True)
class OwnHeaders:
    """Headers, bound to the one place that may see them.

    Attributes:
        origin: scheme, host and port, see `origin_of`.
        pairs: names and values, which are secrets.
    """

    origin: str = ""
    pairs: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @classmethod
    def bound_to(cls, url: str, pairs: Iterable[tuple[str, str]]) -> "OwnHeaders":
        """Headers for the place that `url` lies at."""
        return cls(origin_of(url), tuple(pairs))

    @property
    def names(self) -> tuple[str, ...]:
        """All that may be shown of them."""
        return tuple(name for name, _ in self.pairs)

    def sent_to(self, url: str) -> dict[str, str]:
        """Those that a request for `url` carries: all of them, or none at another place."""
        return dict(self.pairs) if self.origin == origin_of(url) else {}

    def holds(self, name: str, url: str) -> bool:
        """Whether a request for `url` carries this one."""
        return name.lower() in (sent.lower() for sent in self.sent_to(url))


NO_HEADERS = OwnHeaders()


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, the port always written.

    Source:
        RFC 6454, section 4.
    """
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').casefold()}:{port}"
