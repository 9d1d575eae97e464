"""What one row of the route table says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

from pydash_web.schemas.base import Body, Query


@dataclass(frozen=True)
class Reply:
    """An answer that is more than its value: what a controller returns when 200 is not enough."""

    value: object
    status: HTTPStatus = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route of the API.

    Attributes:
        controller: called with the services and, by name, with what the row has: `user` unless the
            route is public, each id of the path, `body`, `query`. Returns what `answer` is made
            of, alone or in a `Reply`.
        answer: a pydantic model, or any type that pydantic can write.
        is_public: anybody may call it; every other route needs a login.
        also: statuses that the controller brings about, besides those that follow from the row.
    """

    method: Literal["GET", "POST"]
    path: str
    controller: Callable[..., object]
    answer: Any
    body: type[Body] | None = None
    query: type[Query] | None = None
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
