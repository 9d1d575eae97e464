"""What one row of the route table says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

from pydash_web.schemas.base import Body, Query


@dataclass(frozen=True)
class Reply:
    """An answer that is more than its value: what a controller returns when 200 is not enough.

    Attributes:
        is_plain: the value is made of dictionaries, lists, texts and numbers by the domain itself,
            and is written as it is. Half a million figures take half a second to check again.
    """

    value: object
    status: HTTPStatus = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)
    is_plain: bool = False


@dataclass(frozen=True)
class Stream:
    """An answer that is sent while it is being made, and is no JSON.

    Attributes:
        parts: made one by one, each when the caller has taken the one before; a domain error among
            them cuts the answer off.
        file_name: under which a browser keeps it; any text, without control characters.
    """

    parts: Iterable[bytes]
    media_type: str
    file_name: str


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route of the API.

    Attributes:
        controller: called with the services and, by name, with what the row has: `user` unless the
            route is public, each parameter of the path, `body`, `query`. Returns what `answer` is
            made of, alone or in a `Reply`; or a `Stream`.
        answer: a pydantic model, or any type that pydantic can write.
        media_types: in which it may be answered.
        is_public: anybody may call it; every other route needs a login.
        also: statuses that the controller brings about, besides those that follow from the row.
    """

    method: Literal["GET", "POST"]
    path: str
    controller: Callable[..., object]
    answer: Any
    body: type[Body] | None = None
    query: type[Query] | None = None
    media_types: tuple[str, ...] = ("application/json",)
    is_public: bool = False
    also: frozenset[HTTPStatus] = frozenset()

    @property
    def name(self) -> str:
        """A name of its own, `dashboard.register`."""
        return f"{self.controller.__module__.rpartition('.')[2]}.{self.controller.__name__}"

    @property
    def is_of_dashboard(self) -> bool:
        """Whether it is about one dashboard, which must be the caller's."""
        return "<id:dashboard_id>" in self.path

    @property
    def statuses(self) -> frozenset[HTTPStatus]:
        """Every status it may answer, but 500."""
        found = {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE} | self.also
        if not self.is_public:
            found |= {HTTPStatus.UNAUTHORIZED}
        if self.method == "POST":  # from another origin; too large
            found |= {HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
        if self.is_of_dashboard:
            found |= {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}
        if self.body:
            found |= {HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
        if self.query:
            found |= {HTTPStatus.BAD_REQUEST}
        return frozenset(found)
