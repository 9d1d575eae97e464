"""The API's own description, made from the route table and its models, never by hand.

`document` writes OpenAPI 3.1, `page` shows it to people. May import `pydash_web.route` and
`pydash_web.schemas`; knows no controller by name and no database.
"""

from pydash_web.openapi.documentation import Documentation

__all__ = ["Documentation"]
