"""Finds the commands that the documentation names."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

FENCE = re.compile(
    r"^(?:<!-- (?P<mark>long-running|by hand)[^\n]* -->\n)?```sh\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
INLINE = re.compile(r"(?<!`)`(?!`)([^`\n]+)`")
INDENTED = re.compile(r"^ {4}(?:\$ )?(?:make|pydash|pip|curl|docker|systemctl) .*$", re.MULTILINE)
ANY_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """Commands that stand together.

    Attributes:
        mark: why no test runs them, `long-running` or `by hand`; empty where one does.
    """

    text: str
    mark: str


def list_pages() -> list[Path]:
    """Whatever tells people what to type; the decisions tell what once was."""
    return [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "fmd_export" / "README.md",
        ROOT / "periodic_tasks" / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]


def blocks_of(page: Path) -> list[Block]:
    """The blocks of shell commands on a page, in order."""
    text = page.read_text("utf-8")
    return [Block(found["text"], found["mark"] or "") for found in FENCE.finditer(text)]


def script_of(page: Path) -> str:
    """All that a test has to run, as one script: a page is a story."""
    return "\n".join(block.text for block in blocks_of(page) if not block.mark)


def named_commands(program: str) -> set[str]:
    """What all pages call a program with, in blocks and in the text, without its options."""
    command = re.compile(rf"(?:^|[|;&(] ?|\w+=\S* |/bin/|web ){program} ([a-z][a-z -]*)")
    found = set()
    for page in list_pages():
        text = page.read_text("utf-8")
        lines = [line for block in blocks_of(page) for line in block.text.splitlines()]
        for line in (*lines, *INLINE.findall(ANY_FENCE.sub("", text))):
            found |= {words.partition(" -")[0].strip() for words in command.findall(line)}
    return found


def indented_commands(page: Path) -> list[str]:
    """Commands in blocks that are no fences, where nobody would run them."""
    text = ANY_FENCE.sub("", page.read_text("utf-8"))
    return re.findall(
        r"^ {4}(?:\$ )?(?:make|pydash|pip|curl|docker|systemctl) .*$", text, re.MULTILINE
    )
