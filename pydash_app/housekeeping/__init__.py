"""Chores: what must be done now and then so that an installation stays small and tidy.

`chores` says which one is due, `pruning` forgets people and sessions, `packing` gives disk space
back, `counting` says what there is, `key_rotation` changes the secret key. The scheduler does what
`list_due` names. May import `pydash_app.{audit,backup,dashboard,database,database_url,
errors,health,ports,secret_key,settings,user}`; knows no scheduler. Compaction and retention of
measurements belong to their dashboards.
"""

from pydash_app.housekeeping.chores import Chore, do, list_due

__all__ = ["Chore", "do", "list_due"]
