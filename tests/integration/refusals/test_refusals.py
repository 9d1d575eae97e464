"""What can't be watched is refused with its own sentence, and leaves no trace."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.remotes.netns import run_in_namespace

pytestmark = [
    pytest.mark.fmd,
    pytest.mark.processes,
    pytest.mark.usefixtures("fmd1_environment"),
]


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    script = Path(__file__).with_name("register_everywhere.py")
    found: dict[str, Any] = json.loads(run_in_namespace([sys.executable, str(script)]))
    return found


@pytest.mark.parametrize(
    ("case", "code", "field"),
    [
        ("wrong_token", "wrong_token", "token"),
        ("unreachable", "unreachable", "url"),
        ("metadata address", "address_refused", "url"),
        ("loopback", "address_refused", "url"),
        ("not_fmd", "not_fmd", "url"),
        ("invalid_url", "invalid_url", "url"),
    ],
)
def test_each_refusal_says_why_and_what_is_to_blame(
    answers: dict[str, Any], case: str, code: str, field: str
) -> None:
    answer = answers[case]
    assert (answer["status"], answer["code"]) == (400, code)
    assert answer["fields"].keys() == {field}
    assert answer["message"].endswith(".")


def test_each_reason_has_a_sentence_of_its_own(answers: dict[str, Any]) -> None:
    reasons = ("wrong_token", "unreachable", "loopback", "not_fmd", "invalid_url")
    assert len({answers[reason]["message"] for reason in reasons}) == len(reasons)


def test_nothing_is_stored(answers: dict[str, Any]) -> None:
    assert set(answers["rooms"].values()) == {0}


def test_the_right_security_code_at_a_public_address_is_taken(answers: dict[str, Any]) -> None:
    assert answers["right"]["status"] == 200
