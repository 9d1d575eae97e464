"""How often somebody may do something, counted for all web processes of one machine.

`store` counts in a small SQLite file, `rate_limits` knows how often is too often. May import
`pydash_app.{errors,secret_key,settings}`; knows neither users nor Flask.
"""

from pydash_app.limits.client_network import is_network, network_of, networks_of
from pydash_app.limits.rate_limits import Charge, Limit, RateLimits
from pydash_app.limits.store import UseStore

__all__ = [
    "Charge",
    "Limit",
    "RateLimits",
    "UseStore",
    "is_network",
    "network_of",
    "networks_of",
]
