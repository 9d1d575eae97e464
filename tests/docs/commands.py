"""Finds the commands that the documentation names."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

FENCE = re.compile(
    r"^(?:<!-- (?P<mark>long-running|by hand)(?::(?P<why>[^\n]*))? -->\n)?"
    r"```sh\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
INLINE = re.compile(r"(?<!`)`(?!`)([^`\n]+)`")
ANY_FENCE = re.compile(
    r"^[ >]*(?P<marker>```|~~~)(?P<language>[^\n]*)\n.*?^[ >]*(?P=marker)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
TYPED = r"(?:\$ \S|(?:make|npm|pydash|pip|curl|docker|systemctl) ).*$"
INDENTED = re.compile(rf"^(?: {{4}}|\t){TYPED}", re.MULTILINE)
TYPED_LINE = re.compile(rf"^\s*{TYPED}", re.MULTILINE)
PREFORMATTED = re.compile(r"<pre\b.*?</pre>", re.DOTALL | re.IGNORECASE)

NO_COMMANDS = {"python", "yaml", "json", "ini", "nginx", "toml", "xml"}
"""Languages of fences in which nobody looks for something to type into a shell."""


@dataclass(frozen=True)
class Block:
    """Commands that stand together.

    Attributes:
        mark: why no test runs them, `long-running` or `by hand`; empty where one does.
        why: what more the mark says.
    """

    text: str
    mark: str
    why: str = ""


def list_pages() -> list[Path]:
    """Whatever tells people what to type; the decisions tell what once was."""
    return [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "fmd_export" / "README.md",
        ROOT / "periodic_tasks" / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]


def list_samples() -> list[Path]:
    """Files for operators to take over, which say in comments what goes with them."""
    return [
        *sorted(path for path in (ROOT / "deploy").rglob("*") if path.is_file()),
        *sorted(ROOT.glob("compose*.yaml")),
        ROOT / "Dockerfile",
    ]


def blocks_of(text: str) -> list[Block]:
    """The blocks of shell commands in a page's text, in order."""
    return [
        Block(found["text"], found["mark"] or "", found["why"] or "")
        for found in FENCE.finditer(text)
    ]


def script_of(page: Path) -> str:
    """All that a test has to run, as one script: a page is a story."""
    blocks = blocks_of(page.read_text("utf-8"))
    return "\n".join(block.text for block in blocks if not block.mark)


def find_hidden(text: str) -> list[str]:
    """What stands where `blocks_of` does not find it, though it may be a command."""
    found = {block.text for block in blocks_of(text)}
    fences = [
        fence[0]
        for fence in ANY_FENCE.finditer(text)
        if _may_hold_commands(fence)
        and not any(fence[0].endswith(f"```sh\n{block}```") for block in found)
    ]
    rest = ANY_FENCE.sub("", text)
    return [*fences, *INDENTED.findall(rest), *PREFORMATTED.findall(rest)]


def _may_hold_commands(fence: re.Match[str]) -> bool:
    language = fence["language"].strip()
    if language == "text":
        return TYPED_LINE.search(fence[0]) is not None
    return language not in NO_COMMANDS


def command_lines() -> Iterator[str]:
    """Each line of a block, and each piece of code within a text or a sample's comments."""
    for path in (*list_pages(), *list_samples()):
        text = path.read_text("utf-8")
        for block in blocks_of(text):
            yield from block.text.replace("\\\n", " ").splitlines()
        # In a table a bar is written with a backslash.
        yield from INLINE.findall(ANY_FENCE.sub("", text).replace("\\|", "|"))


def named_commands(program: str) -> set[str]:
    """What a program is called with anywhere, with its options and arguments."""
    command = re.compile(
        rf"(?:^|[|;&(] ?|\w+=\S* |/bin/|web ){program} ([a-z](?:[^|;&)#]|\|(?=[a-z]))*)"
    )
    return {words.strip() for line in command_lines() for words in command.findall(line)}


def named_extras() -> set[str]:
    """The extras with which PyDash is to be installed somewhere."""
    pages = (path.read_text("utf-8") for path in list_pages())
    found = (names for text in pages for names in re.findall(r"\.whl\[([\w,-]+)\]", text))
    return {name for names in found for name in names.split(",")}


def known_extras() -> set[str]:
    """Those that there are."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return set(project["project"]["optional-dependencies"])
