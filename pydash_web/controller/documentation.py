"""What the API says of itself."""

import secrets
from typing import Any

from pydash_web.headers import POLICY_HEADER, make_policy
from pydash_web.openapi import write_page
from pydash_web.route import Reply
from pydash_web.services import Services

NONCE_BYTES = 16


def get_document(services: Services) -> dict[str, Any]:
    """Describe the API to programs, as OpenAPI does."""
    return services.documentation.document


def get_page(services: Services) -> Reply:
    """Describe the API to people."""
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    page = write_page(services.documentation.document, nonce)
    return Reply(page, headers={POLICY_HEADER: make_policy(nonce)})
