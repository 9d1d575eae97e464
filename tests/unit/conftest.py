"""What holds for every test of the domain."""

import pytest


@pytest.fixture(autouse=True)
def hash_quickly(quick_hashes: None) -> None:
    """Lose no time with hashing, unless a test asks for `real_hashes`."""
