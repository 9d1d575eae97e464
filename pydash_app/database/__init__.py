"""The object database: ZODB, over a ZEO server or in PostgreSQL.

`Database` opens it, `@transactional` and `@reading` run a function in a transaction of its own,
`schema` names the rooms at the root, `collection` indexes entities by several keys, `behalf` says
for whom a transaction works and what follows it.
May import `pydash_app.{database_url,errors,settings}`; knows no entity and no Flask.
Open a database after a fork, never before: its network thread does not survive one.
"""

from pydash_app.database.behalf import after_commit, behalf_of
from pydash_app.database.connection import Database, Root, reading, transactional

__all__ = ["Database", "Root", "after_commit", "behalf_of", "reading", "transactional"]
