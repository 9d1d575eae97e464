"""The object database: ZODB, over a ZEO server or in PostgreSQL.

`Database` opens it, `@transactional` and `@reading` run a function in a transaction of its own,
`schema` names the rooms at the root, `collection` indexes entities by several keys, `notes` are
what a caller's database carries into each transaction, `hooks` follow one.
May import `pydash_app.{database_url,errors,settings}`; knows no entity and no Flask.
Open a database after a fork, never before: its network thread does not survive one.
"""

from pydash_app.database.connection import Database, Root, reading, transactional
from pydash_app.database.hooks import after_commit
from pydash_app.database.notes import noted

__all__ = ["Database", "Root", "after_commit", "noted", "reading", "transactional"]
