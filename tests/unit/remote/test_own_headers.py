"""An owner's headers go to one scheme, host and port, and nowhere else."""

import pytest

from pydash_app.remote import OwnHeaders

HEADERS = OwnHeaders.bound_to("https://app.example/dashboard", [("X-Key", "secret")])


@pytest.mark.parametrize(
    "url",
    [
        "https://app.example/dashboard/get_json_details",
        "https://app.example:443/",
        "https://APP.example/elsewhere?x=y",
    ],
)
def test_they_are_sent_to_their_place(url: str) -> None:
    assert HEADERS.sent_to(url) == {"X-Key": "secret"}
    assert HEADERS.holds("x-key", url)


@pytest.mark.parametrize(
    "url",
    [
        "http://app.example/dashboard",
        "http://app.example:443/dashboard",
        "https://app.example:8443/dashboard",
        "https://other.example/dashboard",
        "https://app.example.evil/dashboard",
        "https://sub.app.example/dashboard",
        "https://evil@app.example.org/",
    ],
)
def test_they_are_sent_nowhere_else(url: str) -> None:
    assert HEADERS.sent_to(url) == {}
    assert not HEADERS.holds("x-key", url)


def test_their_values_are_not_shown_by_accident() -> None:
    assert "secret" not in repr(HEADERS)
    assert HEADERS.names == ("X-Key",)
