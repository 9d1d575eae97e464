"""Starts PyDash so that changes show at once: `make dev`.

Vite serves the page, swaps changed modules in the open browser, and passes `/api` on to PyDash;
PyDash starts anew when a Python file changes.
"""

import os
import subprocess
import sys

from watchfiles import PythonFilter, run_process

PACKAGES = ("pydash_app", "pydash_web", "pydash_cli", "periodic_tasks")
STOP_TIMEOUT_S = 10


def main() -> None:
    """Run both until Ctrl-C."""
    page = subprocess.Popen(["npm", "run", "--silent", "dev"])
    print(
        f"The page with hot reload: http://127.0.0.1:{os.environ.get('VITE_PORT', '5173')}",
        flush=True,
    )
    try:
        run_process(
            *PACKAGES,
            target=f"{sys.executable} -m pydash_cli run",
            target_type="command",
            watch_filter=PythonFilter(),
            sigint_timeout=STOP_TIMEOUT_S,
        )
    finally:
        page.terminate()
        page.wait()


if __name__ == "__main__":
    main()
