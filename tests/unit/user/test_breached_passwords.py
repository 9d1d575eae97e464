"""No new password is one of those in the published lists of stolen ones."""

import tracemalloc

import pytest

from pydash_app.errors import InvalidInputError
from pydash_app.user.services.passwords import check_password

MOST_BYTES = 64 * 1024
"""What checking may take at its peak; the list has 53 MB."""


@pytest.mark.parametrize(
    "password",
    [
        "iloveyou123456",
        "Iloveyou123456",
        "ILOVEYOU123456",
        "charlie123456",
        "correcthorsebatterystaple",
    ],
)
def test_a_breached_password_is_refused(password: str) -> None:
    with pytest.raises(InvalidInputError, match="stolen") as caught:
        check_password(password, field="new_password")
    assert list(caught.value.fields) == ["new_password"]


@pytest.mark.parametrize(
    "password",
    [
        "vqz-7 lanterns in june",
        "ü" * 10,
        "\ud800" * 10,
        "a\nline break in it",
        "x" * 20 + "q7" * 500,
    ],
)
def test_any_other_password_is_taken(password: str) -> None:
    check_password(password)


def test_the_list_is_not_held_in_memory() -> None:
    check_password("vqz-7 lanterns in june")  # imports, and reads the common ones
    tracemalloc.start()
    try:
        for number in range(50):
            check_password(f"lanterns in june {number} vqz")
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < MOST_BYTES
