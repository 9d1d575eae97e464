"""Whatever the documentation tells people to type works, and is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pydash_cli.main import main
from tests.docs.commands import (
    ROOT,
    blocks_of,
    find_hidden,
    known_extras,
    list_pages,
    named_commands,
    named_extras,
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
    blocks = blocks_of(README.read_text("utf-8"))
    (script,) = [block.text for block in blocks if not block.mark]
    assert script.startswith("API=")


@pytest.mark.parametrize("page", list_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_command_hides_from_the_test(page: Path) -> None:
    assert find_hidden(page.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "```bash\nmake run\n```\n",
        "```console\n$ make run\n```\n",
        "```\nmake run\n```\n",
        "```text\nmake run\n```\n",
        "~~~sh\nmake run\n~~~\n",
        "1. First:\n   ```sh\n   make run\n   ```\n",
        "> ```sh\n> make run\n> ```\n",
        "Type\n\n    make run\n",
        "Type\n\n    $ ls\n",
        "<pre>make run</pre>\n",
    ],
)
def test_a_command_that_hides_is_found(text: str) -> None:
    assert find_hidden(f"# A page\n\n```sh\nmake docs\n```\n\n{text}") != []


def test_a_new_command_is_run_unless_a_mark_stands_right_above_it() -> None:
    plain = "```sh\nmake run\n```\n"
    assert [block.mark for block in blocks_of(plain)] == [""]
    assert [block.mark for block in blocks_of(f"<!-- long-running -->\n{plain}")] == [
        "long-running"
    ]
    for other in ("<!-- not run -->\n", "<!-- long-running -->\n\n", "<!-- long-running\n"):
        assert [block.mark for block in blocks_of(f"{other}{plain}")] == [""], other


def test_what_is_done_by_hand_names_the_test_that_tries_the_same() -> None:
    pages = [page.read_text("utf-8") for page in list_pages()]
    by_hand = [one for text in pages for one in blocks_of(text) if one.mark == "by hand"]
    assert by_hand
    for block in by_hand:
        (name,) = re.findall(r"tests/[\w/]+\.py", block.why)
        assert (ROOT / name).is_file(), name


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    named = {words.split()[0] for words in named_commands("make")}
    assert {"run", "test", "docs", "dist"} <= named
    assert named <= targets


def test_every_extra_that_is_named_exists() -> None:
    assert {"dask", "import", "self-monitoring"} <= named_extras() <= known_extras()


def test_every_pydash_command_and_option_that_is_named_exists() -> None:
    named = named_commands("pydash")
    assert {"run", "db serve", "health", "db serve --listen 0.0.0.0:8100"} <= named
    for words in named:
        command, rest = resolve(words.split())
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        options = {word.partition("=")[0].strip("[]…") for word in rest if word.startswith("--")}
        assert options - {"--help"} <= known, f"pydash {words}"


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """A command of PyDash's, and what is given to it."""
    command: click.Command = main
    for number, word in enumerate(words):
        if not isinstance(command, click.Group) or word.startswith(("-", "…", "<")):
            return command, words[number:]
        # `disable|delete` are two commands, which the README's list names at once.
        names = word.split("|")
        found = [command.get_command(click.Context(command), name) for name in names]
        assert None not in found, f"pydash {' '.join(words)}"
        command = found[0] or command
    return command, []
