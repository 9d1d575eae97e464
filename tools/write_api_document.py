"""Write the OpenAPI document of this checkout to standard output; no server is needed."""

import json
import sys

from pydash_web.api_routes import ROUTES
from pydash_web.openapi import Documentation

SERVER = "http://127.0.0.1"


def main() -> None:
    """Write it."""
    json.dump(Documentation(ROUTES, SERVER).document, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
