"""What the API says of itself."""

import secrets

import orjson

from pydash_web.headers import POLICY_HEADER, make_policy
from pydash_web.route import Reply
from pydash_web.services import Services

NONCE_BYTES = 16


def get_document(services: Services) -> Reply:
    """Describe the API to programs, as OpenAPI does."""
    return Reply(orjson.Fragment(services.documentation.written), is_plain=True)


def get_page(services: Services) -> Reply:
    """Describe the API to people."""
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    page = services.documentation.write_page(nonce)
    return Reply(page, headers={POLICY_HEADER: make_policy(nonce)})
