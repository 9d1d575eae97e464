"""The Dockerfile is tidy, and what it builds runs as it promises."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM

import pytest
import requests

from tests.packaging.distributions import ROOT, run
from tests.packaging.image import Stage, build_image, read_dockerfile, words_of
from tests.stack.waiting import find_free_port, wait_until

SECRET = re.compile(r"SECRET|PASSWORD|TOKEN|MAIL_URL", re.IGNORECASE)


def test_hadolint_has_nothing_to_say() -> None:
    done = run(ROOT / ".venv" / "bin" / "hadolint", "--failure-threshold", "style", "Dockerfile")
    assert done.stdout == ""
    assert done.returncode == 0


def test_bases_are_pinned_and_nothing_secret_is_built_in() -> None:
    bases = [found.value.split()[0] for found in read_dockerfile() if found.name == "FROM"]
    assert len(bases) == 3
    pinned = re.compile(r"[a-z]+:\d+\.\d+\.\d+-(slim-\w+|\w+-slim)@sha256:[0-9a-f]{64}")
    assert all(pinned.fullmatch(base) for base in bases)
    assert bases[1] == bases[2], "what is built for one Python runs on the same"
    named = [found.value for found in read_dockerfile() if found.name in ("ARG", "ENV")]
    assert not any(SECRET.search(value) for value in named)


def test_a_build_sees_neither_data_nor_history() -> None:
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[0] == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    assert let_in.isdisjoint({".git", "var", ".env", "tests", "node_modules", ".venv"})
    assert all((ROOT / name).exists() for name in let_in)


@contextmanager
def container(image: Stage, command: str, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command as the image does, and end it; what it says belongs to the test's output."""
    script = image.script_of_container(command, {"PYDASH_PORT": str(port)})
    with subprocess.Popen(script) as process:  # noqa: S603
        try:
            yield process
        finally:
            process.send_signal(SIGTERM)


@pytest.mark.processes
@pytest.mark.timeout(900)
def test_every_step_works_and_the_image_runs_without_rights_on_a_read_only_root(
    tmp_path: Path,
) -> None:
    image = build_image(tmp_path)
    port = find_free_port()
    health = words_of(image.settings["HEALTHCHECK"])
    with container(image, words_of(image.settings["CMD"]), port) as pydash:
        url = f"http://127.0.0.1:{port}"
        wait_until(
            lambda: pydash.poll() is not None or is_healthy(url),
            timeout_s=90,
            what="the image's PyDash is healthy",
        )
        page = requests.get(url, headers={"Accept": "text/html"}, timeout=10)
        (script,) = re.findall(r'<script type="module"[^>]* src="([^"]+)"', page.text)
        assert requests.get(url + script, timeout=10).status_code == 200
        status = Path(f"/proc/{pydash.pid}/status").read_text()
        assert re.search(r"^Uid:\t10001\t10001\t10001\t10001$", status, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\t1$", status, re.MULTILINE)
        assert re.search(r"^Cap(Eff|Bnd):\t0+$", status, re.MULTILINE)
        assert outcome_of(image, health, port) == 0
    assert pydash.returncode == 0
    assert outcome_of(image, health, port) == 3, "nobody listens any more"
    assert outcome_of(image, "touch /opt/pydash/mark", port) != 0
    assert outcome_of(image, "touch /data/mark /tmp/mark", port) == 0


def outcome_of(image: Stage, command: str, port: int) -> int:
    with container(image, command, port) as process:
        return process.wait(timeout=60)


def is_healthy(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/health", timeout=10).status_code == 200
    except requests.RequestException:
        return False
