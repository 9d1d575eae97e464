"""A short version of `make two-pods`: two databases answer in turn, and every row is kept once."""

from pathlib import Path

import pytest

from tests.pods.history import History
from tests.pods.stage import NGINX

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.usefixtures("fmd5_environment"),
    pytest.mark.skipif(NGINX is None, reason="nginx is not here: install Debian's nginx-light"),
]


@pytest.mark.timeout(300)
def test_every_row_of_two_apps_behind_one_address_is_kept_once(tmp_path: Path) -> None:
    outcome = History(tmp_path, duration_s=14, pause_s=0.05).run()
    print(outcome)  # noqa: T201 - shown when it fails
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.row_count > 40
    assert "several_databases" in outcome.warnings
