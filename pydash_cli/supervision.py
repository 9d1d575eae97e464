"""What a process does that the supervisor may have started."""

import os

from periodic_tasks import die_with_parent

SUPERVISOR_PID_VARIABLE = "PYDASH_SUPERVISOR_PID"
"""Set by the supervisor for its children; no setting."""


def die_with_supervisor() -> bool:
    """Make this process die with the supervisor that started it; whether one did."""
    # Taken out, so that what this process starts does not take its grandparent for its parent.
    supervisor_pid = os.environ.pop(SUPERVISOR_PID_VARIABLE, None)
    if supervisor_pid is not None:
        die_with_parent(int(supervisor_pid))
    return supervisor_pid is not None
