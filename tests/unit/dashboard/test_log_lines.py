"""Lines of the log about a dashboard name it, and nobody's name breaks out of its line."""

import ast
import logging
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from pydash_app.dashboard.log_label import label_of
from pydash_app.database import Root
from pydash_app.errors import StaleWindowError, UnreachableError
from pydash_cli.scheduling.task_names import compact_name, fetch_name, probe_name
from tests.unit.dashboard.conftest import MakeWatch
from tests.unit.dashboard.scripted_remote import ScriptedRemote

ID = UUID("0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d")
PROJECT = Path(__file__).parents[3]


def test_a_fetch_that_fails_is_told_with_the_dashboards_name(
    make_watch: MakeWatch, caplog: pytest.LogCaptureFixture
) -> None:
    watch = make_watch(ScriptedRemote(failures=deque([UnreachableError("Nobody listens.")])))

    def rename(root: Root) -> None:
        root["dashboards"].find("id", str(watch.dashboard_id)).name = "Shop\n2026 INFO all is well"

    watch.database.write(rename)
    with caplog.at_level(logging.INFO):
        watch.fetch()
    (line,) = [one.getMessage() for one in caplog.records]
    assert line == (
        f"Dashboard 'Shop\\n2026 INFO all is well' ({watch.dashboard_id}): "
        "unreachable: Nobody listens."
    )


def test_one_that_comes_too_late_is_told_with_it_too(
    make_watch: MakeWatch, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = make_watch(ScriptedRemote())
    name = watch.view().name

    def refuse(*_arguments: object, **_options: object) -> int:
        raise StaleWindowError("Somebody else was faster.")

    monkeypatch.setattr(
        "pydash_app.dashboard.services.fetching_windows.fetch_records.store_calls", refuse
    )
    with caplog.at_level(logging.INFO):
        watch.fetch()
    assert label_of(name, watch.dashboard_id) in caplog.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Müller's Läden 商店", '"Müller\'s Läden 商店"'),
        ("a\r\nb\x1b[31m\x00\x85", r"'a\r\nb\x1b[31m\x00\x85'"),
        ("safe\u202egnp.exe\u2028", r"'safe\u202egnp.exe\u2028'"),
        ("half \udce9", r"'half \udce9'"),
    ],
)
def test_what_can_not_be_seen_is_written_out(name: str, shown: str) -> None:
    assert label_of(name, ID) == f"{shown} ({ID})"


@pytest.mark.parametrize("name_of", [fetch_name, probe_name, compact_name])
def test_a_task_is_named_for_people_and_known_by_its_id(name_of: type) -> None:
    named = name_of(ID, "Shop")
    assert "'Shop'" in repr(named)
    assert str(ID) in repr(named)
    assert named == name_of(ID) == name_of(ID, "Renamed")
    assert len({named, name_of(ID)}) == 1
    assert len({fetch_name(ID), probe_name(ID), compact_name(ID)}) == 3


def test_no_line_about_a_dashboard_has_its_id_alone() -> None:
    bare = [
        f"{path.relative_to(PROJECT)}:{call.lineno}"
        for package in ("pydash_app", "pydash_cli")
        for path in (PROJECT / package).rglob("*.py")
        for call in log_calls(path)
        if "Dashboard %s" in ast.unparse(call) and "label" not in ast.unparse(call)
    ]
    assert bare == []


def log_calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("log.", "_log.")):
            yield node
