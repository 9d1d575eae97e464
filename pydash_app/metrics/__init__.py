"""What PyDash counts and times about itself, in the Prometheus way.

`catalogue` names every metric, `recording` is where a process counts, `slots` are the files that
the processes of one machine share in the data folder, `exposition` writes down what all of them
have counted. May import the standard library, prometheus_client and
`pydash_app.settings`; anybody in the domain may import `current` from here.
"""

from pydash_app.metrics.recording import current, folder_of, start
from pydash_app.metrics.slots import forget_dead

__all__ = ["current", "folder_of", "forget_dead", "start"]
