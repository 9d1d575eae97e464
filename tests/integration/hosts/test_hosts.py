"""A PyDash whose parts are on hosts of their own: a link is cut, and healed."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.remotes.netns import run_in_namespace
from tests.stack.hosts import check_tools

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_storage(reason="its database server is on a host of its own."),
]


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    check_tools()
    script = Path(__file__).with_name("cut_links.py")
    found: dict[str, Any] = json.loads(
        run_in_namespace([sys.executable, str(script)], addresses=(), timeout_s=380)
    )
    return found


def codes(cut: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in cut["health"]["reasons"]]


def test_a_scheduler_that_is_cut_off_is_told_of_while_the_web_goes_on(
    seen: dict[str, Any],
) -> None:
    cut = seen["scheduler"]
    assert codes(cut) == ["scheduler_silent"]
    assert "no sign of life" in cut["health"]["reasons"][0]["message"]
    assert cut["told_after_s"] < 60
    assert cut["status"] == 200
    assert cut["answered_after_s"] < 5


def test_a_web_that_is_cut_off_says_that_it_does_not_reach_the_database(
    seen: dict[str, Any],
) -> None:
    cut = seen["web"]
    assert "database_unreachable" in codes(cut)
    assert cut["told_after_s"] < 30


@pytest.mark.parametrize("name", ["scheduler", "web"])
def test_everything_goes_on_by_itself_when_the_link_is_healed(
    seen: dict[str, Any], name: str
) -> None:
    assert seen[name]["well_after_s"] < 60
    assert seen[name]["status_afterwards"] == 200


def test_no_call_is_lost_or_doubled_by_cuts(seen: dict[str, Any]) -> None:
    calls = seen["calls"]
    assert calls["checked"] > 5_000
    assert (calls["lost"], calls["doubled"]) == (0, 0), calls["examples"]


def test_nobody_is_surprised(seen: dict[str, Any]) -> None:
    assert seen["tracebacks"] == {}
