"""An operator invites somebody, who then registers."""

import os
import subprocess
import sys

import pytest

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import PASSWORD, Person

pytestmark = pytest.mark.processes


def test_the_command_prints_and_mails_the_link(start_pydash: StartPydash) -> None:
    pydash = start_pydash(REGISTRATION="invite")
    done = subprocess.run(
        [sys.executable, "-m", "pydash_cli", "user", "invite", "dora@example.org"],
        env={**os.environ, **pydash.environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    link = done.stdout.strip()
    assert link.startswith(f"{pydash.base_url}/register?invitation=")
    dora = Person(pydash, "dora")
    body = {"name": "dora", "email": "dora@example.org", "password": PASSWORD}
    assert dora.post("user/register", **body).status_code == 403
    invited = {**body, "invitation_code": link.rpartition("=")[2]}
    assert dora.post("user/register", **invited).status_code == 200
