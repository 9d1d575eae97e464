"""Every dashboard's name has one exclamation mark more."""

import os
import time
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

IS_SMALL = False
STEP_S = 0.02
"""So that there is a middle."""


def list_steps(root: MutableMapping[str, Any]) -> list[str]:
    return list(root["dashboards"].ids())


def do_step(root: MutableMapping[str, Any], step: str) -> None:
    with Path(os.environ["LATER_STEPS"]).open("a") as steps:
        print(step, file=steps)
    time.sleep(STEP_S)
    dashboard = root["dashboards"].get("id", step)
    dashboard.name = f"{dashboard.name}!"
