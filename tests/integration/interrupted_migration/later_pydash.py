"""PyDash as a later release may be: with a large migration, to a layout of its own."""

from pathlib import Path

from pydash_app.database import migrations, schema
from pydash_cli.main import main

if __name__ == "__main__":
    migrations.__path__.append(str(Path(__file__).parent / "later_migrations"))
    schema.SCHEMA_VERSION = 3
    main()
