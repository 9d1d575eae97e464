"""Names the browser and the system that a request says it comes from.

A short rule instead of a table of thousands: browsers name themselves by one of a few words, and
whatever else they say is there to please old servers. It is for people who look for a session of
theirs in a list, and nobody's rights depend on it: anybody may send anything.

Source:
    RFC 9110, 10.1.5 (product tokens); MDN, "Browser detection using the user agent".
"""

import re

LONGEST_HEADER_CHARACTERS = 512
LONGEST_NAME_CHARACTERS = 64

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In this order: each says the names of those below it, too."""

SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)

_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def name_device(user_agent: str) -> str:
    """What a `User-Agent` stands for, like `Firefox on Windows` or `curl`; empty for nothing."""
    text = user_agent[:LONGEST_HEADER_CHARACTERS]
    browser = _first_of(BROWSERS, text)
    system = _first_of(SYSTEMS, text)
    if browser and system:
        return f"{browser} on {system}"
    product = _PRODUCT.match(text)
    name = browser or (product.group() if product else "")
    return name[:LONGEST_NAME_CHARACTERS]


def _first_of(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for word, name in names if word in text), "")
