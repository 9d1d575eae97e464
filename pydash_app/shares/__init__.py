"""How much of a process somebody may hold at once, so that something is left for everybody else.

`FairPool` hands places out, `turns` says whose turn it is, `asker` knows for whom this thread is
working. May import `pydash_app.errors` and `pydash_app.limits`; knows neither users nor Flask.
"""

from pydash_app.shares.asker import Asker, asking, current_asker
from pydash_app.shares.fair_pool import FairPool, Refusals

__all__ = ["Asker", "FairPool", "Refusals", "asking", "current_asker"]
