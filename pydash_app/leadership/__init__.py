"""Who leads: of all schedulers of one database, one works and the others stand by.

`lease` keeps in the database who leads, in numbered terms; `candidacy` judges by the observer's
own clock whether the leader has fallen silent: clocks of different hosts are never compared.
May import `pydash_app.{database,errors,health}`; knows no scheduler.
"""

from pydash_app.leadership.candidacy import EXPIRY_S, Candidacy
from pydash_app.leadership.lease import Candidate, LeaseView, look, refuse_deposed, release, renew

__all__ = [
    "EXPIRY_S",
    "Candidacy",
    "Candidate",
    "LeaseView",
    "look",
    "refuse_deposed",
    "release",
    "renew",
]
