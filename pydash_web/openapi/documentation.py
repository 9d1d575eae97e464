"""The document of one app, written when it is first asked for."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from pydash_web.openapi.document import describe_api
from pydash_web.route import Route


class Documentation:
    """Describes a route table once."""

    def __init__(self, routes: Iterable[Route], public_url: str) -> None:
        self._routes = routes
        self._public_url = public_url

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document; where PyDash lies on its host is all it says of the host."""
        return describe_api(self._routes, urlsplit(self._public_url).path or "/")
