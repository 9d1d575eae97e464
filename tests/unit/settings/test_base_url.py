"""The public address is kept as browsers send it, and one that can't work is refused."""

import pytest

from pydash_app.errors import SettingsError
from pydash_app.settings import Settings, read_settings
from pydash_app.settings.base_url import origin_of


@pytest.mark.parametrize(
    ("given", "url", "path"),
    [
        ("https://example.org/pydash", "https://example.org/pydash", "/pydash"),
        ("https://example.org/pydash///", "https://example.org/pydash", "/pydash"),
        ("https://example.org/tools/pydash", "https://example.org/tools/pydash", "/tools/pydash"),
        (" https://example.org/ \n", "https://example.org", ""),
        ("HTTPS://Example.ORG", "https://example.org", ""),
        ("https://example.org.", "https://example.org", ""),
        ("https://example.org:443/p", "https://example.org/p", "/p"),
        ("http://example.org:80", "http://example.org", ""),
        ("https://example.org:8443", "https://example.org:8443", ""),
        ("https://büro.example/", "https://xn--bro-hoa.example", ""),
        ("https://[2001:DB8::1]:8443/p", "https://[2001:db8::1]:8443/p", "/p"),
        ("https://example.org/büro", "https://example.org/b%C3%BCro", "/b%C3%BCro"),
        ("https://example.org/b%c3%bcro", "https://example.org/b%C3%BCro", "/b%C3%BCro"),
        ("https://example.org/%70ydash", "https://example.org/pydash", "/pydash"),
        ("https://example.org/py%20dash", "https://example.org/py%20dash", "/py%20dash"),
        ("http://localhost:5000/~alice", "http://localhost:5000/~alice", "/~alice"),
    ],
)
def test_an_address_is_kept_as_browsers_write_it(given: str, url: str, path: str) -> None:
    settings = Settings(base_url=given)
    assert (settings.public_url, settings.base_path) == (url, path)


def test_what_a_browser_sends_as_origin_has_no_path() -> None:
    assert origin_of(Settings(base_url="https://Example.org:443/pydash").public_url) == (
        "https://example.org"
    )


@pytest.mark.parametrize(
    ("given", "remedy"),
    [
        ("https://example.org/pydash/login", "'login'"),
        ("https://example.org/api", "'api'"),
        ("https://0.0.0.0:5000", "people use"),
        ("http://[::]:5000", "people use"),
        ("https://alice:hunter2@example.org", "user and the password"),
        ("https://example.org/pydash?next=1", "?"),
        ("https://example.org/pydash#top", "#"),
        ("https://example.org//pydash//x", "path"),
        ("https://example.org/../pydash", "path"),
        ("https://example.org/%2e%2e/pydash", "path"),
        ("https://example.org/py%2Fdash", "path"),
        ("https://example.org/py%zzdash", "path"),
        ("https://example.org/py\\dash", "path"),
        ("https://-example.org", "host"),
        ("https://a..b", "host"),
        ("https://*.example.org", "host"),
        ("example.org/pydash", "https://"),
        ("//example.org", "https://"),
        ("https:///pydash", "https://"),
    ],
)
def test_what_can_not_work_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, given: str, remedy: str
) -> None:
    monkeypatch.setenv("PYDASH_BASE_URL", given)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = caught.value.message
    assert message.startswith("PYDASH_BASE_URL ")
    assert remedy in message
    assert "hunter2" not in message
