"""Real servers on forbidden addresses, in a network that ends at this machine."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.remotes.netns import (
    ADDRESSES,
    PRIVATE_ADDRESSES,
    PUBLIC_ADDRESSES,
    run_in_namespace,
)

REFUSED = {"code": "address_refused", "requests": 0}
ASKED = {"code": "not_fmd", "requests": 1}


@pytest.fixture(scope="module")
def asked() -> dict[str, Any]:
    script = Path(__file__).with_name("ask_addresses.py")
    addresses = ("127.0.0.1", "::1", *ADDRESSES)
    found: dict[str, Any] = json.loads(run_in_namespace([sys.executable, str(script), *addresses]))
    return found


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", *PRIVATE_ADDRESSES])
def test_a_private_address_is_asked_only_when_opened(asked: dict[str, Any], address: str) -> None:
    assert asked[address] == {"closed": REFUSED, "opened": ASKED}


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_a_public_address_is_asked(asked: dict[str, Any], address: str) -> None:
    assert asked[address] == {"closed": ASKED, "opened": ASKED}
