"""What a proxy makes of a request is named with the setting, or the directive, that mends it."""

from dataclasses import replace
from typing import Any

import pytest

from pydash_app.doctor.reflection import compare
from pydash_app.mirror import Reflection, is_good, make_pass
from pydash_app.settings import Settings
from tests.conftest import NOW
from tests.factories import SECRET_KEY

SETTINGS = Settings(base_url="https://pydash.example.org")
WELL = Reflection(
    scheme="https",
    host="pydash.example.org",
    client="203.0.113.9",
    peer="172.18.0.5",
    is_trusted=True,
    has_signs=True,
    base_url=SETTINGS.base_url,
)


@pytest.mark.parametrize("host", ["pydash.example.org", "PyDash.example.org:8443"])
def test_what_arrives_as_it_was_sent_is_well(host: str) -> None:
    assert list(compare(replace(WELL, host=host), SETTINGS)) == []


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ({"base_url": ""}, ("PYDASH_BASE_URL", "Start PyDash again")),
        ({"is_trusted": False}, ("PYDASH_TRUSTED_PROXIES", "172.18.0.5")),
        ({"client": None}, ("X-Forwarded-For",)),
        ({"scheme": "http"}, ("X-Forwarded-Proto", "172.18.0.5")),
        (
            {"scheme": "http", "is_trusted": False, "has_signs": False},
            ("PYDASH_TRUSTED_PROXIES", "X-Forwarded-Proto", "172.18.0.5"),
        ),
        ({"host": "127.0.0.1:5000"}, ("Host", "'127.0.0.1:5000'", "pydash.example.org")),
        ({"host": "[::1"}, ("Host",)),
    ],
)
def test_what_arrives_otherwise_is_named(seen: dict[str, Any], words: tuple[str, ...]) -> None:
    (finding,) = compare(replace(WELL, **seen), SETTINGS)
    assert finding.level != "fine"
    for word in words:
        assert word in finding.sentence


@pytest.mark.parametrize(
    ("shown", "is_let_in"),
    [
        (make_pass(SECRET_KEY, NOW), True),
        (make_pass(b"another key", NOW), False),
        (make_pass(SECRET_KEY, NOW.replace(hour=1)), False),
        (make_pass(SECRET_KEY, NOW).replace(".", ".0"), False),
        ("", False),
        (".", False),
        ("\u0661.a", False),
        ("9" * 5000 + ".a", False),
    ],
)
def test_who_has_the_key_is_shown_the_request(shown: str, is_let_in: bool) -> None:
    assert is_good(shown, SECRET_KEY, NOW) == is_let_in
