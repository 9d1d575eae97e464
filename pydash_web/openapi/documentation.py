"""The document of one app, written when it is first asked for."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import orjson

from pydash_web.openapi.document import describe_api
from pydash_web.openapi.page import write_page
from pydash_web.route import Route

_NONCE_MARK = "__CSP_NONCE__"


class Documentation:
    """Describes a route table once: everybody may ask for it, as often as they like."""

    def __init__(self, routes: Iterable[Route], public_url: str) -> None:
        self._routes = routes
        self._public_url = public_url

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document; where PyDash lies on its host is all it says of the host."""
        return describe_api(self._routes, urlsplit(self._public_url).path or "/")

    @cached_property
    def written(self) -> bytes:
        """The document as JSON."""
        return orjson.dumps(self.document)

    @cached_property
    def _page(self) -> str:
        return write_page(self.document, _NONCE_MARK)

    def write_page(self, nonce: str) -> str:
        """The document as a page for people.

        Args:
            nonce: lets its style through the Content-Security-Policy.
        """
        return self._page.replace(_NONCE_MARK, nonce)
