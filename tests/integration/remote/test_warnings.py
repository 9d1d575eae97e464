"""What an owner is warned of, provoked with real servers and read as the owner reads it."""

import json
import sys
from pathlib import Path

import pytest

from tests.remotes.netns import run_in_namespace

GOOD = "a security code of 32 bytes or more"
DEFAULT = "cc83733cb0af8b884ff6577086b87909"

CASES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("127.0.0.1", GOOD, {}),
    ("127.0.0.1", DEFAULT, {"default_token": "same in every installation"}),
    ("127.0.0.1", "short", {"short_token": "could be guessed"}),
    ("10.0.0.5", GOOD, {"plain_http": "Use https"}),
    ("10.0.0.5", "x", {"plain_http": "others on the way", "short_token": "shorter than 32"}),
)


@pytest.fixture(scope="module")
def warned() -> list[dict[str, str]]:
    script = Path(__file__).with_name("register_for_warnings.py")
    pairs = [word for address, token, _ in CASES for word in (address, token)]
    found: list[dict[str, str]] = json.loads(
        run_in_namespace([sys.executable, str(script), *pairs])
    )
    return found


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_owner_is_warned(warned: list[dict[str, str]], number: int) -> None:
    _, _, expected = CASES[number]
    assert warned[number].keys() == expected.keys()
    for code, words in expected.items():
        assert words in warned[number][code]
