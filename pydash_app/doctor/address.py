"""Whether PyDash is where its links lead, and what the way there makes of a request.

Asks as people do, and as a proxy would; PyDash shows its own doctor what arrived
(`pydash_app.mirror`), so that a setting that does not fit is named, and not only its effect.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urlsplit

import requests

from pydash_app.doctor.finding import Finding
from pydash_app.doctor.reflection import compare
from pydash_app.errors import SettingsError
from pydash_app.mirror import HEADER, PATH, Reflection, make_pass
from pydash_app.networks import is_in
from pydash_app.settings import Settings
from pydash_app.settings.base_url import origin_of
from pydash_app.settings.own_address import in_url, is_everywhere
from pydash_app.tls import TrustingAdapter

TIMEOUT_S = 5.0
LOOPBACK_ADDRESS = "127.0.0.1"
SOMEBODY = "192.0.2.1"
"""An address for documentation (RFC 5737), which nobody has."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: dict[str, Any]
    location: str = ""

    @property
    def seen(self) -> Reflection | None:
        found = self.body.get("seen")
        return Reflection(**found) if isinstance(found, dict) else None


def look_at_address(
    settings: Settings, *, secret_key: bytes | None, now: datetime
) -> Iterator[Finding]:
    """Ask PyDash for its health, and to take a login, at the address that links lead to.

    Args:
        settings: the installation's.
        secret_key: its own; without it PyDash shows nothing of what arrived.
        now: for the pass.
    """
    known = {} if secret_key is None else {HEADER: make_pass(secret_key, now)}
    try:
        answer = _ask(settings, f"{settings.public_url}{PATH}", known)
    except SettingsError:
        return  # told with the authorities
    except requests.RequestException as error:
        yield _problem(
            f"Nothing answers at {settings.public_url} ({type(error).__name__}), where the links "
            "in mails lead. Is PyDash running, and PYDASH_BASE_URL right?"
        )
        yield from _ask_behind_the_proxy(settings, known)
        return
    if answer.seen is not None:
        findings = list(compare(answer.seen, settings))
        yield from findings or _try_origin(settings)
    else:
        yield _judge(answer, settings, is_known=bool(known))


def _try_origin(settings: Settings) -> Iterator[Finding]:
    """Post as the page does; nothing is in it, so that nothing comes of it."""
    headers = {"Origin": origin_of(settings.public_url)}
    try:
        answer = _ask(settings, f"{settings.public_url}/api/login", headers, method="POST")
    except requests.RequestException as error:
        yield _problem(
            f"A login at {settings.public_url} gets no answer ({type(error).__name__}). Let the "
            "proxy hand POST on."
        )
        return
    if answer.status == HTTPStatus.BAD_REQUEST:
        yield Finding("address", "fine", f"PyDash answers at {settings.public_url}.")
        return
    code = answer.body.get("code", "")
    yield _problem(
        f"A login at {settings.public_url} is refused (status {answer.status} {code}), whoever it "
        "is. Look at PYDASH_BASE_URL, and at what the proxy does with POST, Host and Origin."
    )


def _ask_behind_the_proxy(settings: Settings, known: dict[str, str]) -> Iterator[Finding]:
    """Ask the port itself as a proxy would: is it PyDash that is away, or the way to it?"""
    public = urlsplit(settings.public_url)
    host = ("::1" if ":" in settings.host else "127.0.0.1") if is_everywhere(settings.host) else ""
    url = f"http://{in_url(host or settings.host)}:{settings.port}"
    # Of a proxy on another machine this one can't play the part: it would be a stranger.
    is_trusted = is_in(LOOPBACK_ADDRESS, settings.trusted_proxies)
    headers = {"Host": public.netloc} | known | (_as_proxy(public) if is_trusted else {})
    if url == settings.public_url:
        return
    try:
        answer = _ask(settings, f"{url}{PATH}", headers)
    except requests.RequestException:
        yield _problem(f"At {url}, where PyDash listens, nothing answers either. Start PyDash.")
        return
    found = list(compare(answer.seen, settings)) if answer.seen and is_trusted else []
    yield from found
    if not found:
        yield _problem(
            f"At {url}, where PyDash listens, it answers (status {answer.status}). So look at the "
            f"proxy in front of it, and whether {public.hostname} leads there from here."
        )


def _as_proxy(public: SplitResult) -> dict[str, str]:
    """The headers of a proxy that does as the samples do."""
    return {
        "X-Forwarded-For": SOMEBODY,
        "X-Forwarded-Proto": public.scheme,
        "X-Forwarded-Host": public.netloc,
    }


def _judge(answer: _Answer, settings: Settings, *, is_known: bool) -> Finding:
    url = settings.public_url
    if answer.location:
        return _problem(
            f"{url} sends its visitors on to {answer.location}. Set PYDASH_BASE_URL to where they "
            "end, or change the proxy."
        )
    if answer.status == HTTPStatus.MISDIRECTED_REQUEST:
        return _problem(
            f"PyDash answers at {url}, but not under this name: it was started with another "
            "PYDASH_BASE_URL. Start it again."
        )
    is_outside = answer.body.get("code") == "outside_base_path"
    if is_outside or (settings.base_path and not answer.body):
        return _problem(
            f"Nothing is at {url}{PATH}: PyDash does not get what is asked for below "
            f"{settings.base_path or '/'}. Compare the path in PYDASH_BASE_URL with that in the "
            "proxy, and start PyDash again where it was changed."
        )
    return _judge_health(answer, url, is_known=is_known)


def _judge_health(answer: _Answer, url: str, *, is_known: bool) -> Finding:
    if not {"database", "scheduler"} <= answer.body.keys():
        return _problem(
            f"What answers at {url} is not PyDash (status {answer.status}). Look at "
            "PYDASH_BASE_URL, and at the proxy."
        )
    if not is_known:
        return Finding("address", "fine", f"PyDash answers at {url}.")
    return Finding(
        "address",
        "warning",
        f"A PyDash answers at {url}, but it is another one, or has another secret key. Look at "
        "PYDASH_BASE_URL and PYDASH_DATA_DIR, and start PyDash again.",
    )


def _ask(settings: Settings, url: str, headers: dict[str, str], *, method: str = "GET") -> _Answer:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", TrustingAdapter(settings.ca_file))
        answer = session.request(
            method,
            url,
            headers=headers,
            json={} if method == "POST" else None,
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
    try:
        body = answer.json()
    except requests.JSONDecodeError:
        body = {}
    location = answer.headers.get("Location", "") if answer.is_redirect else ""
    return _Answer(answer.status_code, body if isinstance(body, dict) else {}, location)


def _problem(sentence: str) -> Finding:
    return Finding("address", "problem", sentence)
