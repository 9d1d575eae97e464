"""Whatever the page asks for lies below PyDash's path, wherever that is on its host."""

import json
import re
from pathlib import Path

import pytest

from pydash_web.spa import STATIC_FOLDER

SOURCES = Path(__file__).parents[2] / "pydash_front" / "src"
GENERATED = {"openapi.d.ts"}

ABSOLUTE = re.compile(
    r"(?<!atBase\()['\"`]/(?:api|assets|downloads/|metrics|[\w.-]+\.(?:js|svg|webmanifest))(?![\w-])"
    r"|location\.(?:assign|replace)\(\s*['\"`]/"
    r"|location\.href\s*=\s*['\"`]/"
    r"|href=['\"]/"
)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


@pytest.mark.parametrize(
    ("line", "is_wrong"),
    [
        ("fetch('/api/health')", True),
        ("const url = `/api${path}`;", True),
        ("window.location.assign('/login')", True),
        ('<a href="/api/docs">', True),
        ("register('/sw.js')", True),
        ("fetch(atBase('/api/health'))", False),
        ("getJson('/dashboards')", False),
        ("navigate('/login')", False),
    ],
)
def test_the_rule_knows_an_address_that_would_leave_the_path(line: str, is_wrong: bool) -> None:
    assert (ABSOLUTE.search(line) is not None) == is_wrong


def test_the_page_writes_no_address_without_the_path() -> None:
    found = {}
    for path in sorted(SOURCES.rglob("*.ts*")):
        if path.name in GENERATED or ".test." in path.name or "testing" in path.parts:
            continue
        code = COMMENT.sub("", path.read_text("utf-8"))
        wrong = [match.group() for match in ABSOLUTE.finditer(code)]
        if wrong:
            found[str(path.relative_to(SOURCES))] = wrong
    assert found == {}


@pytest.mark.skipif(not STATIC_FOLDER.is_dir(), reason="the page is not built here")
def test_the_built_page_names_its_files_beside_it() -> None:
    page = (STATIC_FOLDER / "index.html").read_text("utf-8")
    assert re.findall(r'(?:src|href)="(?!\./)([^"#]*)"', page) == []
    assert "__BASE_PATH__" in page
    manifest = json.loads((STATIC_FOLDER / "manifest.webmanifest").read_text("utf-8"))
    addresses = [manifest["start_url"], manifest["scope"], *(i["src"] for i in manifest["icons"])]
    assert not any(address.startswith("/") for address in addresses)
    worker = (STATIC_FOLDER / "sw.js").read_text("utf-8")
    files = re.search(r'"files":(\[[^\]]*\])', worker)
    assert files is not None
    assert not any(file.startswith("/") for file in json.loads(files.group(1)))
