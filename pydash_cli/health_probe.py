"""Asks a web server whether PyDash works, and tells apart the ways in which it may not."""

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydash_app.settings import Settings
from pydash_app.settings.own_address import in_url
from pydash_app.tls import client_context, describe_distrust

TIMEOUT_S = 2.0
MOST_BYTES = 65_536

Question = Literal["health", "health/live", "health/ready"]
Outcome = Literal[
    "healthy",
    "failing",
    "refused",
    "timed_out",
    "unreachable",
    "bad_tls",
    "misdirected",
    "not_pydash",
]

GOOD = frozenset({"ok", "warning", "live", "ready"})
BAD = frozenset({"failing", "not_ready"})


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of asking.

    Attributes:
        outcome: `failing` where PyDash answers and is not well; each other bad one says that
            PyDash itself was not heard.
        url: what was asked for.
        message: a sentence that says what to do.
        http_status: `None` where nothing was answered in http.
        answer: of PyDash's own; `None` where it is none.
    """

    outcome: Outcome
    url: str
    message: str
    http_status: int | None = None
    answer: Mapping[str, Any] | None = None


def is_healthy(settings: Settings) -> bool:
    """Whether web, database and scheduler of this machine all work."""
    return ask(reachable_url(settings)).outcome == "healthy"


def ask(
    base_url: str,
    question: Question = "health",
    *,
    timeout_s: float = TIMEOUT_S,
    authorities: Path | None = None,
) -> Probe:
    """Ask a web server one of the questions about health.

    Args:
        base_url: where it is, `http://` or `https://`, without a slash at its end.
        question: which of the three.
        timeout_s: that connecting, and each piece of the answer, may take.
        authorities: certificates to trust besides the usual ones; see `PYDASH_CA_FILE`.

    Raises:
        SettingsError: the file of authorities can't be used.
    """
    url = f"{base_url}/api/{question}"
    try:
        status, body, location = _get(url, timeout_s, authorities)
    except (OSError, ValueError, http.client.HTTPException) as error:
        outcome, message = _explain(error, base_url, timeout_s)
        return Probe(outcome, url, message)
    answer = _read(body)
    outcome, message = _judge(status, answer, base_url, location)
    is_ours = outcome in ("healthy", "failing")
    return Probe(outcome, url, message, status, answer if is_ours else None)


def listening_url(settings: Settings) -> str:
    """Where the web server listens, whatever stands in front of it."""
    return f"http://{in_url(settings.host)}:{settings.port}"


def reachable_url(settings: Settings) -> str:
    """The same, as this machine reaches it where the server listens on all addresses."""
    return f"http://{in_url(_reachable_host(settings.host))}:{settings.port}"


def _get(url: str, timeout_s: float, authorities: Path | None) -> tuple[int, bytes, str]:
    """The status of an answer, its beginning, and where it leads to."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    # Not through urllib, which would ask a proxy that the environment names.
    connection = (
        http.client.HTTPSConnection(
            host, parts.port, timeout=timeout_s, context=client_context(authorities)
        )
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, parts.port, timeout=timeout_s)
    )
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        return response.status, response.read(MOST_BYTES), response.getheader("Location") or ""
    finally:
        connection.close()


def _explain(error: Exception, base_url: str, timeout_s: float) -> tuple[Outcome, str]:
    match error:
        case ConnectionRefusedError():
            return "refused", (
                f"Nothing listens at {base_url}. Is PyDash running, and are PYDASH_HOST and "
                "PYDASH_PORT the same here as there?"
            )
        case TimeoutError():
            return "timed_out", (
                f"No answer from {base_url} within {timeout_s:g} s. Look whether the process is "
                "busy or stopped, or a firewall drops what is sent there."
            )
        case ssl.SSLCertVerificationError():
            return "bad_tls", (
                f"The certificate of {base_url} is not trusted: {describe_distrust(error)} "
                "PyDash itself speaks http; the certificate is its proxy's."
            )
        case ssl.SSLError():
            return "bad_tls", (
                f"What listens at {base_url} does not speak TLS as expected "
                f"({error.reason or error}). PyDash itself speaks http; https is its proxy's."
            )
        case http.client.HTTPException():
            return "not_pydash", (
                f"What listens at {base_url} does not answer in http "
                f"({type(error).__name__}). Another program has that port, or it speaks TLS."
            )
    reason = getattr(error, "strerror", None) or type(error).__name__
    return "unreachable", f"{base_url} can't be reached ({reason}). Look at the name and the port."


def _judge(
    status: int, answer: Mapping[str, Any], base_url: str, location: str
) -> tuple[Outcome, str]:
    found = answer.get("status")
    if status == HTTPStatus.OK and found in GOOD:
        return "healthy", "PyDash works."
    if status == HTTPStatus.SERVICE_UNAVAILABLE and (found in BAD or "code" in answer):
        return "failing", f"PyDash answers at {base_url}, but does not work: {_reasons(answer)}"
    if status == HTTPStatus.MISDIRECTED_REQUEST and answer.get("code") == "misdirected":
        return "misdirected", f"{base_url}: {answer.get('message')}"
    if location:
        return "not_pydash", f"{base_url} leads to {location} instead (HTTP {status}). Ask there."
    return "not_pydash", (
        f"What answers at {base_url} is not PyDash (HTTP {status}). Another program has that "
        "port, or the proxy does not reach PyDash."
    )


def _reasons(answer: Mapping[str, Any]) -> str:
    """What is wrong, as far as it says so to whoever asks."""
    reasons = [one["message"] for one in answer.get("reasons") or ()]
    if reasons:
        return " ".join(reasons)
    failing = [
        part
        for part in ("database", "scheduler")
        if isinstance(answer.get(part), dict) and not answer[part]["ok"]
    ]
    if failing:
        return f"its {' and its '.join(failing)} can't be reached. Look into their logs."
    return str(answer.get("message", "look into its log."))


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _reachable_host(host: str) -> str:
    """The host itself, or this machine's own address where the server listens on all."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004 - the version of IP
