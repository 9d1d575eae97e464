"""Whatever the documentation tells people to type works, and is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pydash_cli.main import main
from tests.docs.commands import (
    ROOT,
    blocks_of,
    indented_commands,
    list_pages,
    named_commands,
    script_of,
)
from tests.stack.fixtures import StartPydash

README = ROOT / "README.md"
"""Its script is run by tests/integration/test_readme_script.py, over an app."""

STORIES = [page for page in list_pages() if page != README and script_of(page)]
ELSEWHERE = re.compile(r"(?<=[ =])/(?:backups|var/lib)\b")
"""Folders of the pages that a test puts into its own."""

TARGET = re.compile(r"^([a-z][a-z0-9-]*):", re.MULTILINE)


@pytest.mark.processes
@pytest.mark.skipif(shutil.which("curl") is None, reason="the pages use curl")
@pytest.mark.parametrize("page", STORIES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_a_page_work_one_after_the_other(
    page: Path, start_pydash: StartPydash, tmp_path: Path
) -> None:
    pydash = start_pydash()
    scratch = tmp_path / "scratch"
    for folder in ("backups", "var/lib"):
        (scratch / folder).mkdir(parents=True)
    script = script_of(page).replace("http://127.0.0.1:5000", pydash.base_url)
    script = ELSEWHERE.sub(f"{scratch}\\g<0>", script)
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S603  our own documentation
        ["bash", "-euxo", "pipefail", "-c", script],  # noqa: S607
        cwd=scratch,
        env={**pydash.environment, "PATH": programs},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


def test_there_are_stories_and_the_readme_has_its_own() -> None:
    assert {"tutorial.md", "install.md"} <= {page.name for page in STORIES}
    (script,) = [block.text for block in blocks_of(README) if not block.mark]
    assert script.startswith("API=")


@pytest.mark.parametrize("page", list_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_command_hides_from_the_test(page: Path) -> None:
    assert indented_commands(page) == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    named = {words.split()[0] for words in named_commands("make")}
    assert {"run", "test", "docs", "dist"} <= named
    assert named <= targets


def test_every_pydash_command_that_is_named_exists_and_explains_itself() -> None:
    named = named_commands("pydash")
    assert {"run", "db serve", "health"} <= named
    for words in named:
        command: click.Command | None = main
        path = []
        for word in words.split():
            if not isinstance(command, click.Group):
                break  # an argument
            command = command.get_command(click.Context(command), word)
            path.append(word)
            assert command is not None, f"pydash {words}"
        assert CliRunner().invoke(main, [*path, "--help"]).exit_code == 0, words
