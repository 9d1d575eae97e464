"""`pydash import` says what is missing before it looks at anything."""

import sys

import pytest
from click.testing import CliRunner

from pydash_cli.main import main

ID = "0c5b8f2e-52a4-4e0b-9d5d-0f6c3a1b2c3d"


def test_packages_that_are_missing_are_named_with_what_installs_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.startswith("pydash_app.fmd_database")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)

    done = CliRunner().invoke(main, ["import", "--dashboard", ID, "fmd.db"])

    assert done.exit_code == 1
    assert ".whl[import]'" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["fmd.db"],
        ["--dashboard", "shop", "fmd.db"],
        ["--dashboard", ID],
        ["--dashboard", ID, "--timezone", "Mars/Olympus", "fmd.db"],
    ],
)
def test_what_is_not_understood_ends_with_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, ["import", *arguments]).exit_code == 2
