"""The audit list: who did what, when, from where, with which credential, on what. No secrets.

`entity` is what is stored, `repository` finds and keeps it, `recording` is called by every use
case that changes something, inside its transaction, `listing` shows it, `forgetting` prunes it.
May import `pydash_app.database`, and is imported by the rest of the domain: it knows people,
dashboards and tokens by their ids and names alone. Entries are never changed, save that failed
logins are counted and a deleted account is forgotten.
"""

from pydash_app.audit.circumstances import Circumstances, Credential, acting_under, by_operator
from pydash_app.audit.entity import Act, Subject, account
from pydash_app.audit.forgetting import forget_account, prune
from pydash_app.audit.listing import ActivityPage, ActivityView, list_all, list_of_user
from pydash_app.audit.recording import count_failed_login, note, record

__all__ = [
    "Act",
    "ActivityPage",
    "ActivityView",
    "Circumstances",
    "Credential",
    "Subject",
    "account",
    "acting_under",
    "by_operator",
    "count_failed_login",
    "forget_account",
    "list_all",
    "list_of_user",
    "note",
    "prune",
    "record",
]
