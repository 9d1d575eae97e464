"""The documentation is built without a warning, and needs nobody else to be read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from pydash_app.settings import Settings
from tests.docs.commands import ROOT

FOREIGN = re.compile(
    r"<(?:script|img|iframe)\b[^>]*\bsrc=\"(?:https?:)?//[^\"]+"
    r"|<link\b[^>]*rel=\"(?:stylesheet|preconnect|preload)\"[^>]*href=\"(?:https?:)?//[^\"]+"
)
ROW = re.compile(r"^\| (`PYDASH_[A-Z_`, ]+`) \| (?:`([^`]*)`)? ?\|", re.MULTILINE)
NAME = re.compile(r"PYDASH_[A-Z_]+")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built as strictly as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(  # noqa: S603  our own documentation
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=170,
    )
    assert done.returncode == 0, done.stdout
    assert "WARNING" not in done.stdout
    return folder


def test_every_page_is_there(site: Path) -> None:
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}
    made = {"api", "settings", "contributing", "changelog", "scheduler", "fmd-export"}
    assert {path.stem for path in site.glob("*.html")} == pages | made | {"404"}
    decisions = {path.stem for path in (ROOT / "docs" / "adr").glob("*.md")}
    assert {path.stem for path in (site / "adr").glob("*.html")} == decisions


def test_every_decision_has_a_number_of_its_own() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(page.stem.partition("-")[0]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    for number, page in zip(numbers, pages, strict=True):
        assert page.read_text("utf-8").startswith(f"# {number}. "), page.name


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loading = {
        path.name: found
        for path in site.rglob("*.html")
        if (found := FOREIGN.findall(path.read_text("utf-8")))
    }
    assert loading == {}


def test_the_picture_is_drawn_from_the_code(site: Path) -> None:
    picture = (site / "architecture.svg").read_text("utf-8")
    for name in ("pydash_cli", "pydash_web", "periodic_tasks", "measurements", "statistics"):
        assert f">{name}</text>" in picture
    assert "<path d=" in picture


def test_the_api_page_names_every_route(site: Path) -> None:
    page = (site / "api.html").read_text("utf-8")
    for route in ("POST /api/login", "GET /api/dashboards/{dashboard_id}/statistic"):
        assert route in page


def test_the_readme_names_every_setting_with_its_default() -> None:
    rows = ROW.findall((ROOT / "README.md").read_text("utf-8"))
    told = {name: default for names, default in rows for name in NAME.findall(names)}
    fields = {f"PYDASH_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert told.keys() == fields.keys()
    assert told == {name: shown(field.default) for name, field in fields.items()}


def shown(default: object) -> str:
    """A default, as somebody would set it; empty where nothing is set."""
    match default:
        case None:
            return ""
        case bool():
            return str(int(default))
        case tuple():
            return ",".join(map(str, default))
        case SecretStr():
            return default.get_secret_value()
        case Path():
            return f"./{default}"
        case _:
            return str(default)
