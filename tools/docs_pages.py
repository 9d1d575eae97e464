"""Adds the pages of the documentation that follow from the code, or stand elsewhere in the tree.

A hook of MkDocs (`mkdocs.yml`): settings from the README's table, the API from the OpenAPI
document, the architecture's picture from the imports, and the READMEs of the parts.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by its path

from pydash_web.api_routes import ROUTES  # noqa: E402 - see above
from pydash_web.openapi import Documentation  # noqa: E402
from tools.api_page import write_api_page  # noqa: E402
from tools.architecture_picture import draw_architecture  # noqa: E402

COPIED = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "periodic_tasks/README.md": "scheduler.md",
    "fmd_export/README.md": "fmd-export.md",
}
"""Documents outside of `docs/`, and the pages that they become."""

DECISIONS = "adr"
"""In the navigation, stands for all decisions, oldest first."""

LAST_PLACE = "Run it"
"""The section at whose end a page stands that has no place of its own."""

LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://|#)([^)#\s]+)(#[^)\s]*)?\)")
MARK = re.compile(r"^<!-- (?:long-running|by hand).*?-->\n", re.MULTILINE)
"""For the test that runs the commands, and nobody else."""

SETTINGS = re.compile(r"^## Settings\n(.*?)(?=^## )", re.MULTILINE | re.DOTALL)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List every decision in the navigation, and every page that `mkdocs.yml` gives no place."""
    folder = Path(config.docs_dir)
    decisions = sorted(path.name for path in (folder / DECISIONS).glob("*.md"))
    sections = {title: entries for found in config.nav or [] for title, entries in found.items()}
    placed = {sections["PyDash"]}
    for entries in sections.values():
        for entry in entries if isinstance(entries, list) else []:
            placed |= set(entry.values())
            if DECISIONS in entry.values():
                entry.update(
                    {title: [f"{DECISIONS}/{name}" for name in decisions] for title in entry}
                )
    unplaced = sorted({path.name for path in folder.glob("*.md")} - placed)
    sections[LAST_PLACE] += unplaced
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is made anew with every build."""
    document = Documentation(ROUTES, "http://127.0.0.1:5000").document
    pages = {
        "settings.md": _write_settings_page(),
        "api.md": write_api_page(document),
        "openapi.json": json.dumps(document, indent=1),
        "architecture.svg": draw_architecture(),
        "favicon.svg": (ROOT / "pydash_front" / "public" / "favicon.svg").read_text("utf-8"),
        **{page: _bring_in(name) for name, page in COPIED.items() if page != "index.md"},
    }
    for name, content in pages.items():
        files.append(File.generated(config, name, content=content))
    return files


def _write_settings_page() -> str:
    found = SETTINGS.search((ROOT / "README.md").read_text("utf-8"))
    assert found is not None, "the README has a section with all settings"  # noqa: S101
    return f"# Settings\n\n{_lead_to_pages(found[1], Path())}"


def _bring_in(name: str) -> str:
    return _lead_to_pages((ROOT / name).read_text("utf-8"), Path(name).parent)


def _lead_to_pages(text: str, folder: Path) -> str:
    """Let the links of a document lead to pages of this documentation.

    What is no page, such as a file of the code, is left as text.

    Args:
        text: the document.
        folder: where it stands, from the root of the tree.
    """
    root = "../" * (len(folder.parts) - 1) if folder.parts[:1] == ("docs",) else ""

    def lead(found: re.Match[str]) -> str:
        target = os.path.normpath(folder / found[2])
        if target == f"docs/{DECISIONS}":
            return f"[{found[1]}]({root}architecture.md#decisions)"
        page = COPIED.get(target) or (
            target.removeprefix("docs/") if target.startswith("docs/") else None
        )
        return f"[{found[1]}]({root}{page}{found[3] or ''})" if page else found[1]

    return LINK.sub(lead, text)


def on_page_markdown(markdown: str, page: Page, **_rest: Any) -> str:
    """Leave out the marks on commands, and the links to what is no page."""
    text = MARK.sub("", markdown)
    if page.file.generated_by is not None:
        return text  # its links were led when it was made
    return _lead_to_pages(text, Path("docs", page.file.src_uri).parent)
