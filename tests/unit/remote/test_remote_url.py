import pytest

from pydash_app.errors import InvalidUrlError
from pydash_app.remote.remote_url import check_url

GOOD = {
    "https://app.example.org/dashboard": "https://app.example.org/dashboard",
    "https://app.example.org/dashboard/": "https://app.example.org/dashboard",
    "https://app.example.org": "https://app.example.org",
    "  http://app.example.org/d?x=1#y \n": "http://app.example.org/d",
    "HTTPS://App.Example.ORG/Dash": "https://app.example.org/Dash",
    "http://127.0.0.1:5101/dashboard": "http://127.0.0.1:5101/dashboard",
    "http://[::1]:5101/dashboard": "http://[::1]:5101/dashboard",
    "http://[::1]": "http://[::1]",
    "http://app.example.org:/d": "http://app.example.org/d",
    "http://2130706433/d": "http://2130706433/d",
    "http://localhost./d": "http://localhost./d",
    "https://bücher.example/übersicht": "https://bücher.example/übersicht",
}

BAD = [
    "",
    "   ",
    "app.example.org/dashboard",
    "//app.example.org/dashboard",
    "ftp://app.example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "javascript:alert(1)",
    "http://",
    "http:///dashboard",
    "http://:80/",
    "http://user:password@app.example.org/",
    "http://user@app.example.org/",
    "http://@app.example.org/",
    "http://app.example.org:0/",
    "http://app.example.org:65536/",
    "http://app.example.org:-1/",
    "http://app.example.org:http/",
    "http://[::1/",
    "http://[not-an-address]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://app%2eexample/",
    "http://app.example.org\\@127.0.0.1/",
    "http://app.example.org/a b",
    "http://app.example.org/\x00",
    "http://app.example.org/\r\nHost: other",
    "http://app.example.org/" + "a" * 2000,
    "http://" + "ü" * 64 + ".example/",
    "http://ü..example/",
]


@pytest.mark.parametrize(("typed", "kept"), GOOD.items())
def test_an_address_is_kept_without_slash_query_and_fragment(typed: str, kept: str) -> None:
    assert check_url(typed) == kept
    assert check_url(kept) == kept


@pytest.mark.parametrize("typed", BAD)
def test_what_is_no_web_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(InvalidUrlError) as refusal:
        check_url(typed)
    assert refusal.value.message.endswith(".")
    assert refusal.value.fields == {"url": refusal.value.message}


def test_a_password_typed_into_an_address_is_not_repeated() -> None:
    with pytest.raises(InvalidUrlError) as refusal:
        check_url("https://ada:lovelace@app.example.org/")
    assert "lovelace" not in str(refusal.value)
