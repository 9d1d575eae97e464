"""Passwords' hashes that take no time, for tests that are about something else."""

from functools import cache

import pytest
from argon2 import Parameters, PasswordHasher, Type

from pydash_app.user.services import passwords

QUICK = Parameters(
    type=Type.ID,
    version=19,
    salt_len=16,
    hash_len=32,
    time_cost=1,
    memory_cost=8,
    parallelism=1,
)
"""As little as argon2id can do; the real ones take 64 MiB and a third of a second's work."""

REAL, REAL_DECOY = passwords.HASH_PARAMETERS, passwords.DECOY_HASH


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords of this test as quickly as can be."""
    monkeypatch.setattr(passwords, "HASH_PARAMETERS", QUICK)
    monkeypatch.setattr(passwords, "DECOY_HASH", _make_decoy())


@pytest.fixture
def real_hashes(monkeypatch: pytest.MonkeyPatch, quick_hashes: None) -> None:  # noqa: ARG001
    """Hash passwords of this test as PyDash does."""
    monkeypatch.setattr(passwords, "HASH_PARAMETERS", REAL)
    monkeypatch.setattr(passwords, "DECOY_HASH", REAL_DECOY)


@cache
def _make_decoy() -> str:
    return PasswordHasher.from_parameters(QUICK).hash("nobody's")
