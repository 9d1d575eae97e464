"""Mails: queued in the transaction that wants them, sent later by the scheduler's pool.

So a mail goes out if and only if what it speaks of was stored, and a slow mail server slows no
request. May import `pydash_app.{database,errors,ports,settings}`; knows nothing of who writes.
"""

from pydash_app.mail.allowance import limit_mails
from pydash_app.mail.mailers import open_mailer
from pydash_app.mail.sending import list_pending, send

__all__ = ["limit_mails", "list_pending", "open_mailer", "send"]
