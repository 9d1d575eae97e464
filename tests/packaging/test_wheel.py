"""Whoever has the wheel needs neither Node nor the repository."""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM

import pytest
import requests

from tests.packaging.distributions import (
    NO_FRONT_END_TOOLS,
    ROOT,
    Distributions,
    build_wheel,
    copy_sources,
)
from tests.stack.waiting import find_free_port, wait_until

pytestmark = pytest.mark.processes

LOCAL_FILE = re.compile(r'(?:src|href)="(/[^"]+)"')


@contextmanager
def run_in(folder: Path, pydash: Path) -> Iterator[str]:
    """Run `pydash run` in a folder, with no setting but the port; its address."""
    port = find_free_port()
    variables = {"PATH": str(pydash.parent), "PYDASH_PORT": str(port)}
    assert shutil.which("node", path=variables["PATH"]) is None
    process = subprocess.Popen([pydash, "run"], cwd=folder, env=variables)  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: is_healthy(url), timeout_s=60, what="the installed PyDash is healthy")
        yield url
    finally:
        process.send_signal(SIGTERM)
        assert process.wait(timeout=20) == 0


def is_healthy(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/health", timeout=10).status_code == 200
    except requests.RequestException:
        return False


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.timeout(600)
def test_the_wheel_alone_runs_pydash_and_shows_the_front_end(
    installed_pydash: Path, tmp_path: Path
) -> None:
    with run_in(tmp_path, installed_pydash) as url:
        page = requests.get(url, headers={"Accept": "text/html"}, timeout=10)
        assert page.status_code == 200
        files = LOCAL_FILE.findall(page.text)
        assert any(file.endswith(".js") for file in files)
        for file in (*files, "/sw.js"):
            answer = requests.get(url + file, timeout=10)
            assert answer.status_code == 200, file
            assert answer.content, file
        (download,) = requests.get(f"{url}/api/downloads", timeout=10).json()
        export = requests.get(download["url"], timeout=10)
        assert hashlib.sha256(export.content).hexdigest() == download["sha256"]
        deep_link = requests.get(f"{url}/dashboards", headers={"Accept": "text/html"}, timeout=10)
        assert deep_link.status_code == 200
    assert (tmp_path / "var" / "secret_key").is_file(), "the data lie in ./var"
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


@pytest.mark.timeout(600)
def test_the_wheel_holds_the_built_pages_and_nothing_foreign(
    distributions: Distributions,
) -> None:
    built = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "pydash_web" / "static").rglob("*")
        if path.is_file()
    }
    names = names_in(distributions.wheel)
    assert {name for name in names if "/static/" in name} == built
    (export,) = (name for name in names if name.endswith(".whl"))
    assert export.startswith("pydash_web/downloads/fmd_export-")
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "periodic_tasks",
        "pydash_app",
        "pydash_cli",
        "pydash_web",
    }


@pytest.mark.timeout(600)
def test_the_sdist_holds_the_front_end_as_sources_and_as_built(
    distributions: Distributions,
) -> None:
    with tarfile.open(distributions.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"setup.py", "package-lock.json", "vite.config.ts", "requirements.lock"} <= names
    assert {"pydash_web/static/index.html", "pydash_front/src/main.tsx"} <= names
    assert sum(name.startswith("pydash_web/downloads/fmd_export-") for name in names) == 1
    assert not any(name.startswith(("tests/", "fmd_export/", "demo/")) for name in names)


def test_without_node_and_without_built_pages_the_build_says_what_to_do(tmp_path: Path) -> None:
    copy_sources(tmp_path)
    done = build_wheel(tmp_path, tmp_path / "dist", NO_FRONT_END_TOOLS)
    assert done.returncode != 0
    assert "needs Node 20.19 or newer" in done.stdout
    assert "install PyDash from its wheel" in done.stdout
    assert "Traceback" not in done.stdout


def test_without_node_pages_that_are_older_than_their_sources_are_taken_with_a_word(
    tmp_path: Path,
) -> None:
    copy_sources(tmp_path)
    page = tmp_path / "pydash_web" / "static" / "index.html"
    page.parent.mkdir()
    page.write_text("<title>old</title>", "utf-8")
    os.utime(page, (0, 0))
    done = build_wheel(tmp_path, tmp_path / "dist", NO_FRONT_END_TOOLS)
    assert done.returncode == 0, done.stdout
    assert "older than their sources" in done.stdout
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert "pydash_web/static/index.html" in names_in(wheel)


@pytest.mark.timeout(600)
def test_with_node_a_build_makes_the_pages_and_leaves_out_those_of_the_last_one(
    tmp_path: Path,
) -> None:
    copy_sources(tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    left_over = tmp_path / "build" / "lib" / "pydash_web" / "static" / "assets" / "old.js"
    left_over.parent.mkdir(parents=True)
    left_over.touch()
    done = build_wheel(tmp_path, tmp_path / "dist")
    assert done.returncode == 0, done.stdout
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = names_in(wheel)
    assert "pydash_web/static/index.html" in names
    assert any(re.fullmatch(r"pydash_web/static/assets/index-.+\.js", name) for name in names)
    assert not any(name.endswith("old.js") for name in names)
