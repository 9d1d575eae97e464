"""A newcomer adds a new app: what the page shows is typed and pasted as it stands."""

import re
import shlex
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.watched_app import QUICK, log_in
from tests.remotes import running_fmd5
from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person
from tests.stack.waiting import find_free_port, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.fmd, pytest.mark.processes]

ROOT = Path(__file__).parents[2]
APP = """
from flask import Flask

app = Flask(__name__)


@app.route("/")
def home():
    return "served"


{lines}

app.run(port={port})
"""
NOTHING_THERE = re.compile("Nothing answers at 127.0.0.1")
VISITS = 5


def make_environment(folder: Path) -> Path:
    """A new environment in which FMD 5.1.0 and what it needs are found; its `bin`."""
    venv.create(folder, with_pip=True)
    (ours,) = folder.glob("lib/python*/site-packages")
    (theirs,) = running_fmd5.PYTHON.parents[1].glob("lib/python*/site-packages")
    (ours / "fmd5.pth").write_text(f"{theirs}\n", "utf-8")
    return folder / "bin"


def type_in(command: str, programs: Path) -> None:
    """Run a `pip install` as the page shows it; nothing may be asked of an index."""
    program, *words = shlex.split(command)
    assert program == "pip"
    pip = (programs / "python", "-m", "pip", "--isolated", "--no-cache-dir")
    done = subprocess.run(  # noqa: S603
        [*pip, *words, "--no-index", "--disable-pip-version-check"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert "Successfully installed fmd-export" in done.stdout


@contextmanager
def running_app(programs: Path, folder: Path, lines: str, port: int) -> Iterator[str]:
    """The new app with the pasted lines, until the block ends; its address."""
    script = folder / "shop.py"
    script.write_text(APP.format(lines=lines, port=port), "utf-8")
    url = f"http://127.0.0.1:{port}"
    with (folder / "shop.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603
            [programs / "python", "-W", "ignore", script], cwd=folder, stdout=log, stderr=log
        )
        try:
            wait_until(lambda: answers(url, process), timeout_s=60, what="the app answers")
            yield url
        finally:
            process.terminate()
            process.wait(20)


def answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, "the app has ended; see shop.log"
    try:
        return requests.get(f"{url}/static/nothing", timeout=10).status_code == 404
    except requests.RequestException:
        return False


def shown(dialog: Locator, step: str) -> str:
    """What a step has one type or paste."""
    snippet = dialog.get_by_role("group", name=step)
    expect(snippet).to_contain_text(re.compile(r"\w{8}"))
    return snippet.inner_text()


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("fmd5_environment")
def test_a_new_app_turns_the_page_green_as_soon_as_it_runs(
    page: Page, start_pydash: StartPydash, tmp_path: Path
) -> None:
    build = [ROOT / ".venv" / "bin" / "python", ROOT / "fmd_export" / "build_wheel.py"]
    subprocess.run([*build, ROOT / "pydash_web" / "downloads"], check=True)  # noqa: S603
    pydash = start_pydash(**QUICK)
    Person(pydash).join()
    log_in(page, pydash.base_url)
    page.get_by_role("button", name="Add dashboard").first.click()
    dialog = page.get_by_role("dialog")
    command = shown(dialog, "Install fmd_export beside the app")
    lines = shown(dialog, "Paste this where the app is made")
    assert command.startswith(f"pip install {pydash.base_url}/downloads/fmd_export-")
    port = find_free_port()
    dialog.get_by_label("Address of the app's dashboard").fill(
        f"http://127.0.0.1:{port}/dashboard"
    )
    dialog.get_by_label("Name", exact=True).fill("first-app")
    dialog.get_by_role("button", name="Add dashboard").click()
    expect(dialog.get_by_text(NOTHING_THERE)).to_be_visible()
    page.evaluate("window.isStillTheSamePage = true")
    programs = make_environment(tmp_path / "environment")
    type_in(command, programs)
    with running_app(programs, tmp_path, lines, port) as url:
        for _ in range(VISITS):
            requests.get(url, timeout=30)
        expect(dialog.get_by_text("first-app answers, and is added.")).to_be_visible(
            timeout=60_000
        )
        assert page.evaluate("window.isStillTheSamePage") is True
        first_visits = dialog.get_by_text(f"Visits read so far: {VISITS}.")
        expect(first_visits).to_be_visible(timeout=60_000)
        dialog.get_by_role("link", name="Open its dashboard").click()
        total = page.get_by_test_id("total-visits")
        expect(total).to_have_attribute("data-value", str(VISITS), timeout=30_000)
        expect(page.get_by_role("link", name="home").first).to_be_visible()
        assert page.evaluate("window.isStillTheSamePage") is True
