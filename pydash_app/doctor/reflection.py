"""Compares a request as PyDash saw it with what the settings want."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydash_app.doctor.finding import Finding, Level
from pydash_app.mirror import Reflection
from pydash_app.settings import Settings


def compare(seen: Reflection, settings: Settings) -> Iterator[Finding]:
    """What a proxy, or a setting, does to a request that was sent to the public address."""
    if seen.base_url != settings.base_url:
        yield _found(
            "address",
            f"The running PyDash was started with PYDASH_BASE_URL={seen.base_url!r}, and here it "
            f"is {settings.base_url!r}. Start PyDash again, or set it here, too.",
        )
        return
    yield from _compare_proxy(seen)
    yield from _compare_scheme(seen, settings)
    wanted = urlsplit(settings.public_url).hostname
    if _name_of(seen.host) != wanted:
        yield _found(
            "proxy",
            f"The proxy at {seen.peer} asks PyDash for {seen.host!r} instead of {wanted!r}. Let "
            "it pass on what it gets (nginx: proxy_set_header Host $host; X-Forwarded-Host "
            "$http_host).",
            "warning",
        )


def _compare_proxy(seen: Reflection) -> Iterator[Finding]:
    if seen.has_signs and not seen.is_trusted:
        yield _found(
            "proxy",
            f"A proxy at {seen.peer} stands in front of PyDash, and PYDASH_TRUSTED_PROXIES does "
            "not name it: all visitors share its rate limits. Add that address, if it is yours.",
            "warning",
        )
    elif seen.has_signs and seen.client is None:
        yield _found(
            "proxy",
            f"The proxy at {seen.peer} does not say who its clients are. Let it set "
            "X-Forwarded-For, and drop Forwarded and X-Real-IP.",
            "warning",
        )


def _compare_scheme(seen: Reflection, settings: Settings) -> Iterator[Finding]:
    wanted = urlsplit(settings.public_url).scheme
    if seen.scheme == wanted or (seen.has_signs and not seen.is_trusted):
        return
    advice = (
        "Let it send X-Forwarded-Proto."
        if seen.is_trusted
        else f"Name {seen.peer} in PYDASH_TRUSTED_PROXIES, and let it send X-Forwarded-Proto and "
        "X-Forwarded-For."
    )
    yield _found(
        "proxy",
        f"What was asked for by {wanted} came to PyDash as {seen.scheme}, from {seen.peer}. "
        f"{advice}",
        "warning",
    )


def _name_of(host: str) -> str | None:
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return None
    try:
        return str(ip_address(name or ""))
    except ValueError:
        return name


def _found(about: str, sentence: str, level: Level = "problem") -> Finding:
    return Finding(about, level, sentence)
