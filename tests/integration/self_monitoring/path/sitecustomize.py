"""Lets a Python that has this folder on its path find Flask-MonitoringDashboard and fmd_export.

As the extra `self-monitoring` would install them; last on the path, behind PyDash's own packages.
"""

import sys
from pathlib import Path
from types import ModuleType

_ROOT = Path(__file__).resolve().parents[4]
_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
sys.path += [
    str(_ROOT / ".venvs" / "fmd5" / "lib" / _PYTHON / "site-packages"),
    str(_ROOT / "fmd_export"),
]

# Flask-MonitoringDashboard brings a package `tests` of its own, which would hide ours.
_tests = ModuleType("tests")
_tests.__path__ = [str(_ROOT / "tests")]
sys.modules["tests"] = _tests
