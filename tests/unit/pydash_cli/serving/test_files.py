"""A process may open as many files as its connections need, or holds fewer connections."""

import subprocess
import sys

import pytest

PROGRAM = """
import resource
from pydash_cli.serving.worker import allow_files_for
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(allow_files_for(1000), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("soft", "hard", "held", "files"),
    [
        pytest.param(4000, 4096, 1000, 4000, id="enough"),
        pytest.param(256, 4096, 1000, 2200, id="more may be had"),
        pytest.param(256, 1000, 400, 1000, id="less than needed"),
        pytest.param(210, 210, 32, 210, id="hardly any"),
    ],
)
def test_connections_and_files_fit_together(soft: int, hard: int, held: int, files: int) -> None:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", PROGRAM.format(soft=soft, hard=hard)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [str(held), str(files)], done.stderr
    assert ("PYDASH_WEB_CONNECTIONS" in done.stderr) == (held < 1000)
