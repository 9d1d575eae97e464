"""Where a dashboard may be, when somebody gives the address of one of its pages, or of its app."""

from urllib.parse import urlsplit, urlunsplit

from pydash_app.pasted import clean_address
from pydash_app.remote.remote_url import LONGEST_URL_CHARACTERS, check_url

MOST_CANDIDATES = 8
"""Each is a request to somebody's app."""

USUAL_PATH = "/dashboard"
"""Of Flask-MonitoringDashboard, where nobody sets CUSTOM_LINK."""


def list_candidates(url: str) -> list[str]:
    """Addresses of a dashboard that may be meant, the likeliest first, each as `check_url` has it.

    The address as it was given comes first; then those above it, because the browser shows that of
    a page; then FMD's usual one below it and below the host. Browsers hide the scheme, so that
    https is tried before http where there is none.

    Raises:
        InvalidUrlError: it is no http(s) address.
    """
    # What is too long, `check_url` says so.
    text = clean_address(url) if len(url) <= LONGEST_URL_CHARACTERS else url
    if _lacks_scheme(text):
        given = [check_url(f"https://{text}"), check_url(f"http://{text}")]
        return [one for start in given for one in _around(start)[: MOST_CANDIDATES // 2]]
    return _around(check_url(text))[:MOST_CANDIDATES]


def _lacks_scheme(text: str) -> bool:
    """Whether it begins with the name of a machine, as one with a dot, a port, or localhost."""
    if "://" in text or text.startswith(("/", "\\")):
        return False
    host, _, port = text.partition("/")[0].partition(":")
    return ("." in host or host.lower() == "localhost") and (not port or port.isdigit())


def _around(url: str) -> list[str]:
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    above = ["/".join(("", *steps[:count])) for count in range(len(steps) - 1, -1, -1)]
    paths = [parts.path, *above[: MOST_CANDIDATES - 3], parts.path + USUAL_PATH, USUAL_PATH]
    return [
        urlunsplit((parts.scheme, parts.netloc, path, "", "")) for path in dict.fromkeys(paths)
    ]
