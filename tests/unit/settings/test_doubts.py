"""What can be read, and can hardly do what is meant by it, is said at the start."""

from typing import Any

import pytest

from pydash_app.settings import Settings, find_doubts
from pydash_app.settings.own_address import find_own_address, is_everywhere


def test_as_it_comes_there_is_nothing_to_say() -> None:
    assert list(find_doubts(Settings())) == []


@pytest.mark.parametrize(
    "given",
    [
        {"base_url": "http://pydash.lan:5000", "host": "0.0.0.0"},  # noqa: S104 - read, not bound
        {"base_url": "https://example.org/pydash", "trusted_proxies": "127.0.0.1"},
        {"fetch_interval": 60, "min_fetch_interval": 60},
        {"mail_url": "smtp://mail.example.org", "mail_from": "PyDash <p@example.org>"},
    ],
)
def test_what_works_is_not_doubted(given: dict[str, Any]) -> None:
    assert list(find_doubts(Settings.model_validate(given))) == []


@pytest.mark.parametrize(
    ("given", "about", "named"),
    [
        ({"host": "0.0.0.0"}, "address", "PYDASH_BASE_URL"),  # noqa: S104 - read, not bound
        ({"host": "::"}, "address", "PYDASH_BASE_URL"),
        ({"host": "[::]"}, "address", "PYDASH_BASE_URL"),
        ({"base_url": "https://example.org"}, "proxy", "PYDASH_TRUSTED_PROXIES"),
        ({"base_url": "http://example.org/p"}, "proxy", "PYDASH_TRUSTED_PROXIES"),
        ({"trusted_proxies": "10.0.0.1"}, "proxy", "PYDASH_BASE_URL"),
        (
            {"trusted_proxies": "::/0", "base_url": "https://example.org"},
            "proxy",
            "PYDASH_TRUSTED_PROXIES",
        ),
        ({"fetch_interval": 60}, "fetching", "PYDASH_MIN_FETCH_INTERVAL"),
        ({"mail_url": "smtp://mail.example.org"}, "mail", "PYDASH_MAIL_FROM"),
        ({"backup_dir": "/b", "database": "zeo://db:8100"}, "backups", "PYDASH_BACKUP_DIR"),
    ],
)
def test_what_can_hardly_work_is_said_with_the_setting(
    given: dict[str, Any], about: str, named: str
) -> None:
    (doubt,) = find_doubts(Settings.model_validate(given))
    assert doubt.about == about
    assert named in doubt.sentence


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "0"])  # noqa: S104 - read, not bound
def test_links_lead_to_this_machine_where_it_listens_everywhere(host: str) -> None:
    url = Settings(host=host, port=5001).public_url
    assert not is_everywhere(find_own_address())
    assert find_own_address() in url
    assert url.endswith(":5001")


@pytest.mark.parametrize("host", ["http://0.0.0.0", "127.0.0.1:5000", "a b", "*"])
def test_a_host_is_a_name_or_an_address_alone(host: str) -> None:
    with pytest.raises(ValueError, match="without a scheme and a port"):
        Settings(host=host)
