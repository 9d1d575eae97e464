"""What one row of the route table says."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal

from pydash_web.schemas.base import Body, Query

JSON = "application/json"

ACCOUNT_HEADER = "X-Pydash-Account"
"""In which a page says for whom it was drawn; see `pydash_web.drawn_for`."""

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


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
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route of the API.

    Attributes:
        controller: called with the services and, by name, with what the row has: `user` unless the
            route is public, each parameter of the path, `body`, `query`. Returns what `answer` is
            made of, alone or in a `Reply`; or a `Stream`.
        answer: a pydantic model, or any type that pydantic can write.
        media_types: in which it may be answered; another than JSON the controller writes itself.
        is_public: anybody may call it; every other route needs a login.
        also: statuses that the controller brings about, besides those that follow from the row.
        other_answers: what goes out with a status besides 200 that is no error's usual shape.
        limit: what is counted besides requests, see `pydash_web.limiting`.
        needs_network: whether the controller is told whence the request comes, as `network`.
        success: the status when it works.
        is_for_admins: whether only administrators may call it.
        needs_session: whether an API token is not enough, whatever its scope.
        asks_remote: whether a monitored app may be asked before it answers.
        opens_session: whether it gives the browser a cookie to keep.
        is_constant: whether it always answers the same, without asking the database.
    """

    method: Literal["GET", "POST"]
    path: str
    controller: Callable[..., object]
    answer: Any
    body: type[Body] | None = None
    query: type[Query] | None = None
    media_types: tuple[str, ...] = (JSON,)
    is_public: bool = False
    also: frozenset[HTTPStatus] = frozenset()
    other_answers: Mapping[HTTPStatus, Any] = field(default_factory=dict, hash=False)
    limit: (
        Literal["registrations", "mails", "dashboard_registrations", "dashboard_tries"] | None
    ) = None
    needs_network: bool = False
    is_for_admins: bool = False
    needs_session: bool = False
    asks_remote: bool = False
    opens_session: bool = False
    is_constant: bool = False
    success: HTTPStatus = HTTPStatus.OK

    @property
    def name(self) -> str:
        """A name of its own, `dashboard.register`."""
        return f"{self.controller.__module__.rpartition('.')[2]}.{self.controller.__name__}"

    @property
    def tag(self) -> str:
        """What it is about, `dashboard`."""
        return self.name.partition(".")[0]

    @property
    def path_template(self) -> str:
        """Its path as OpenAPI writes it, `/api/dashboards/{dashboard_id}`."""
        return re.sub(_PARAMETER, r"{\1}", self.path)

    @property
    def parameter_names(self) -> list[str]:
        """All parameters in its path, in their order."""
        return re.findall(_PARAMETER, self.path)

    @property
    def is_of_dashboard(self) -> bool:
        """Whether it is about one dashboard, which must be the caller's."""
        return "<id:dashboard_id>" in self.path

    @property
    def id_names(self) -> list[str]:
        """The ids in its path, in their order; each is of something that somebody owns."""
        return re.findall(r"<id:(\w+)>", self.path)

    @property
    def is_write(self) -> bool:
        """Whether a token must be good for writing."""
        return self.method != "GET"

    @property
    def has_share(self) -> bool:
        """Whether it counts towards what its sender may have under way at once.

        What everybody may read costs next to nothing, and tells whether PyDash works at all.
        """
        return self.is_write or not self.is_public

    @property
    def statuses(self) -> frozenset[HTTPStatus]:
        """Every status it may answer, but 500."""
        is_post = self.method == "POST"  # may come from another origin, or be too large
        implied: tuple[tuple[object, set[HTTPStatus]], ...] = (
            (not self.is_constant, {HTTPStatus.SERVICE_UNAVAILABLE}),
            (not self.is_public, {HTTPStatus.UNAUTHORIZED, HTTPStatus.CONFLICT}),
            (self.has_share, {HTTPStatus.TOO_MANY_REQUESTS}),
            (is_post, {HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}),
            (self.is_for_admins or self.needs_session, {HTTPStatus.FORBIDDEN}),
            (self.id_names, {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}),
            (self.body, {HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}),
            (self.query, {HTTPStatus.BAD_REQUEST}),
        )
        return frozenset({self.success, *self.also}).union(
            *(statuses for holds, statuses in implied if holds)
        )
