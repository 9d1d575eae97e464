"""The house rules that no linter checks."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("pydash_app", "pydash_web", "pydash_cli", "periodic_tasks", "fmd_export/fmd_export")
MOST_LINES_OF_MODULE = 250
MOST_LINES_OF_FUNCTION = 30

CATCHERS_OF_EVERYTHING = {
    "periodic_tasks/executor.py",
    "periodic_tasks/worker_pool.py",
    "pydash_web/errors.py",
}
"""Where a task's failure is recorded, before and while it runs, and the handler of status 500."""

PRINTERS = {"pydash_cli"}
"""The command line talks to people."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules_of(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node


def code_lines_of(function: Function) -> int:
    """How long a function's body is, its docstring aside."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def catches_everything(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id == "Exception") for kind in kinds
    )


def imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_no_module_is_longer_than_a_few_screens() -> None:
    lengths = {
        name_of(path): len(path.read_text("utf-8").splitlines()) for path in modules_of(*PACKAGES)
    }
    assert len(lengths) > 50
    assert {name: count for name, count in lengths.items() if count > MOST_LINES_OF_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {
        f"{name_of(path)}:{function.lineno} {function.name}": code_lines_of(function)
        for path in modules_of(*PACKAGES)
        for function in functions_of(path)
    }
    assert len(lengths) > 200
    assert {name: count for name, count in lengths.items() if count > MOST_LINES_OF_FUNCTION} == {}


def test_everything_is_caught_only_where_failures_are_recorded() -> None:
    places = [
        name_of(path)
        for path in modules_of(*PACKAGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert len(places) == len(set(places))
    assert set(places) <= CATCHERS_OF_EVERYTHING


def test_only_the_command_line_prints() -> None:
    packages = [package for package in PACKAGES if package not in PRINTERS]
    printing = [
        name_of(path)
        for path in modules_of(*packages)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


def test_no_test_uses_mocks() -> None:
    users = [
        name_of(path)
        for path in modules_of("tests")
        if any(
            name.startswith(("unittest.mock", "mock", "pytest_mock")) for name in imported_by(path)
        )
    ]
    assert users == []


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_every_name_says_what_is_inside(word: str) -> None:
    folders = {path.parent for path in modules_of(*PACKAGES)}
    stems = {path.stem for path in (*modules_of(*PACKAGES), *folders)}
    assert word not in stems


def test_every_package_opens_with_its_rule() -> None:
    silent = [
        name_of(path)
        for path in modules_of(*PACKAGES)
        if path.name == "__init__.py" and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def names_in(node: ast.AST) -> set[str]:
    """Every name and attribute that stands in a piece of code."""
    parts = list(ast.walk(node))
    return {each.id for each in parts if isinstance(each, ast.Name)} | {
        each.attr for each in parts if isinstance(each, ast.Attribute)
    }


def test_texts_are_normalized_only_where_their_length_is_checked() -> None:
    """Unicode's normalization sorts a run of marks by insertion: a stranger could make it slow."""
    normalizing = {
        name_of(path)
        for path in modules_of(*PACKAGES)
        if "unicodedata.normalize" in imported_by(path)
        or any(
            isinstance(node, ast.Attribute) and node.attr in {"normalize", "is_normalized"}
            for node in ast.walk(tree_of(path))
        )
    }
    assert normalizing == {"pydash_app/text_forms.py"}


def test_whom_tls_trusts_is_said_in_one_place() -> None:
    """A context made elsewhere would know nothing of `PYDASH_CA_FILE`."""
    making = {
        name_of(path)
        for path in modules_of(*PACKAGES)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"create_default_context", "SSLContext"}
    }
    # The database's servers and clients trust the authority of their own alone.
    assert making == {"pydash_app/tls.py", "pydash_app/database/zeo_tls.py"}


HASHES_WHAT_IS_NOT_NEW = {
    "pydash_app/user/services/login.py",
    "pydash_app/user/services/passwords.py",
}
"""The right password with today's parameters, and the function itself."""


def test_no_new_password_is_hashed_before_it_is_checked() -> None:
    hashing = {
        f"{name_of(path)} {function.name}": names_in(function)
        for path in modules_of("pydash_app", "pydash_web", "pydash_cli")
        if name_of(path) not in HASHES_WHAT_IS_NOT_NEW
        for function in functions_of(path)
        if "hash_password" in names_in(function)
    }
    assert len(hashing) >= 5
    assert [name for name, names in hashing.items() if "check_password" not in names] == []


IMPORT_EVERYTHING = """
import os, pkgutil, sys, threading
from importlib import import_module
import numpy, prometheus_client, requests, ZEO.ClientStorage  # what they do at import is theirs
opened = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.fsdecode(arguments[0])
        is_code = path.endswith((".py", ".pyc", ".so")) or os.sep + "site-packages" in path
        if not is_code and os.path.isabs(path) and os.path.isfile(path):
            opened.append(path)
    elif event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir"):
        opened.append(event)
sys.addaudithook(note)
package = import_module("pydash_app")
for found in pkgutil.walk_packages(package.__path__, "pydash_app."):
    import_module(found.name)
assert len([name for name in sys.modules if name.startswith("pydash_app.")]) > 40
print("opened", opened, "threads", threading.active_count(), "files", os.listdir())
"""


def test_importing_the_domain_does_nothing(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYDASH_PORT": "no port"}
    done = subprocess.run(  # noqa: S603  our own interpreter and text
        [sys.executable, "-c", IMPORT_EVERYTHING],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "opened [] threads 1 files []\n"
