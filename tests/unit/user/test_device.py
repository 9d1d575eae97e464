import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.user.device import LONGEST_NAME_CHARACTERS, name_device

_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
_BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
_GECKO = "(KHTML, like Gecko) "

DEVICES = {
    _WINDOWS + _BLINK: "Chrome on Windows",
    _WINDOWS + _BLINK + " Edg/142.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + _BLINK: "Chrome on ChromeOS",
    "Mozilla/5.0 (Linux; Android 10; K) SamsungBrowser/28.0 " + _BLINK: (
        "Samsung Internet on Android"
    ),
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox on Linux",
    _MAC + _GECKO + "Version/18.6 Safari/605.1.15": "Safari on macOS",
    _IPHONE + _GECKO + "Version/18.6 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    _IPHONE + _GECKO + "FxiOS/145.0 Mobile/15E148 Safari/605.1.15": "Firefox on iPhone",
    "curl/8.5.0": "curl",
    "python-requests/2.32.3": "python-requests",
    "": "",
    "<script>alert(1)</script>": "",
}


@pytest.mark.parametrize(("user_agent", "device"), DEVICES.items())
def test_a_device_is_named_as_its_owner_would(user_agent: str, device: str) -> None:
    assert name_device(user_agent) == device


@given(st.text(max_size=5_000) | st.from_regex(r"[A-Za-z./ ()-]{0,4000}"))
def test_whatever_is_sent_the_name_is_short_and_plain(user_agent: str) -> None:
    name = name_device(user_agent)
    assert len(name) <= LONGEST_NAME_CHARACTERS
    assert name.isascii()
    assert name == "" or name.isprintable()
