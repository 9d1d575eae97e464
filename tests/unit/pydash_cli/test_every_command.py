"""Every command explains itself, and says in a sentence what it was called wrongly with."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pydash_cli.main import main

ID = "0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d"

SERVERS = {"run", "web", "scheduler", "db serve"}
"""They tell what they do in the log."""

WITHOUT_JSON = SERVERS
ARGUMENTS = {
    "dashboard add": ["Shop", "https://shop.example.org", "--user", "dora", "--token-stdin"],
    "dashboard delete": [ID, "--yes"],
    "dashboard refresh": [ID],
    "db backup": ["backups"],
    "db restore": ["backups"],
    "import": ["--dashboard", ID, "fmd.db"],
    "user add": ["dora", "dora@example.org", "--password-stdin"],
    "user delete": ["dora", "--yes"],
    "user disable": ["dora"],
    "user invite": ["dora@example.org"],
    "user make-admin": ["dora"],
    "user set-password": ["dora", "--password-stdin"],
    "user verify": ["dora"],
}
"""What a command can't be called without."""

IN_AN_EMPTY_FOLDER = {"config": 0, "db backup": 1, "db restore": 1, "doctor": 1}
"""With what else than 2 those end that look for another thing than a database first."""


def walk(group: click.Group, path: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        words = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            yield from walk(command, words)
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield words


def find(words: str) -> click.Command:
    command: click.Command | None = main
    for word in words.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    return command


COMMANDS = sorted(walk(main))
ASKING = [words for words in COMMANDS if words not in SERVERS | {"health"}]


def call(words: str, *options: str, **settings: str) -> tuple[int, str, str]:
    environment = {f"PYDASH_{name}": value for name, value in settings.items()}
    done = CliRunner().invoke(
        main, [*words.split(), *options], env=environment, input="correct horse battery\n"
    )
    return done.exit_code, done.stdout, done.stderr


def test_all_commands_are_here() -> None:
    assert {"run", "doctor", "config", "config rotate-key", "db pack", "user list"} <= set(
        COMMANDS
    )
    assert len(COMMANDS) > 20
    assert set(ARGUMENTS) | WITHOUT_JSON <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS)
def test_help_says_what_it_does_and_what_each_option_is_for(words: str) -> None:
    code, output, _ = call(words, "--help")
    assert code == 0
    sentence = output.split("\n\n")[1]
    assert len(sentence.split()) > 3
    options = [one for one in find(words).params if isinstance(one, click.Option)]
    assert all(option.help for option in options)
    assert ("--json" in output) == (words not in WITHOUT_JSON)


@pytest.mark.parametrize("words", COMMANDS)
def test_an_option_that_is_not_there_ends_with_two(words: str) -> None:
    code, output, errors = call(words, "--no-such-thing")
    assert (code, output) == (2, "")
    assert "--no-such-thing" in errors


@pytest.mark.parametrize("words", COMMANDS)
def test_a_setting_that_can_not_be_used_ends_with_two_and_a_sentence(words: str) -> None:
    code, output, errors = call(words, *ARGUMENTS.get(words, []), PORT="many", DATA_DIR="/nowhere")
    assert (code, output) == (2, "")
    assert errors.startswith("PYDASH_PORT")
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("words", ASKING)
def test_where_no_pydash_ever_was_a_sentence_says_so_and_nothing_is_made(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data_dir = tmp_path / "data"
    arguments = ARGUMENTS.get(words, [])
    code, output, errors = call(words, *arguments, "--json", DATA_DIR=str(data_dir), PORT="1")
    if words == "user add":  # the first user of an installation may come before its first start
        assert code == 0
        assert json.loads(output)["name"] == "dora"
        return
    assert code == IN_AN_EMPTY_FOLDER.get(words, 2)
    assert output == "" or json.loads(output), "one document, or nothing"
    assert output != "" or len(errors.splitlines()) == 1
    assert not data_dir.exists()
