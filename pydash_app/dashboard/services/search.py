"""Finds the app that an owner means, by what they pasted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pydash_app.dashboard.inputs import list_tokens
from pydash_app.errors import (
    NotFmdError,
    RemoteError,
    TimedOutError,
    UnreachableError,
    WrongTokenError,
)
from pydash_app.remote import OwnHeaders, RemoteExam, RemoteGateway

PATIENCE_S = 20.0
"""For all addresses together; somebody waits in front of the page."""

_OF_WHAT_STANDS_BEFORE = frozenset(
    {"basic_auth", "header_wanted", "headers_refused", "challenge", "captive_portal"}
)
"""Reasons that hold whatever is asked."""

_OF_A_DASHBOARD = frozenset({"authorization_lost", "proof_unread", "not_signed"})
"""Reasons that hold where a dashboard was found."""

_OF_THE_SCHEME = frozenset({"nobody_answers", "not_connected", "no_tls", "no_http", "wants_https"})
"""Reasons that hold for http or for https alone."""


@dataclass(frozen=True, slots=True)
class FoundApp:
    """An app, and how it wants to be asked."""

    url: str
    token: str = field(repr=False)
    headers: OwnHeaders
    exam: RemoteExam


def find_app(
    remotes: RemoteGateway,
    urls: Sequence[str],
    token: str,
    headers_for: Callable[[str], OwnHeaders],
) -> FoundApp:
    """The first address at which a Flask-MonitoringDashboard answers to the security code.

    Args:
        remotes: asks.
        urls: where it may be, the likeliest first.
        token: as it was pasted.
        headers_for: the headers for an address. They are never tried over http where https was
            meant to be tried first.

    Raises:
        RemoteError: none does; the sentence is about the first address that has an app.
    """
    patient = remotes.limited_to(PATIENCE_S)
    refusals: list[RemoteError] = []
    silent_schemes = set[str]()
    for url in urls:
        scheme, headers = url.partition(":")[0], headers_for(url)
        is_downgrade = scheme != urls[0].partition(":")[0] and bool(headers.pairs)
        if scheme in silent_schemes or is_downgrade:
            continue
        try:
            return _ask(patient, url, token, headers)
        except RemoteError as error:
            refusals.append(error)
            if error.reason in _OF_THE_SCHEME:
                silent_schemes.add(scheme)
            elif not _may_be_elsewhere(error):
                raise _worth_telling(refusals) from error
    raise _worth_telling(refusals)


def _may_be_elsewhere(error: RemoteError) -> bool:
    """Whether another address of the same machine may have what this one has not."""
    final = _OF_WHAT_STANDS_BEFORE | _OF_A_DASHBOARD
    return isinstance(error, NotFmdError) and error.reason not in final


def _worth_telling(refusals: Sequence[RemoteError]) -> RemoteError:
    """What a dashboard said that is there; else what came at the first address with an app."""
    *_, last = refusals
    is_elsewhere = isinstance(last, NotFmdError | TimedOutError | UnreachableError)
    if not is_elsewhere or last.reason in _OF_A_DASHBOARD:
        return last
    talks = [error for error in refusals if error.reason not in _OF_THE_SCHEME]
    return (talks or refusals)[0]


def _ask(remotes: RemoteGateway, url: str, token: str, headers: OwnHeaders) -> FoundApp:
    """Ask at one address, with the security code in each way that it may be meant."""
    *others, last = list_tokens(token)
    asking = remotes.carrying(headers)
    for meant in others:
        try:
            return FoundApp(url, meant, headers, asking.examine(url, meant))
        except WrongTokenError:
            continue
    return FoundApp(url, last, headers, asking.examine(url, last))
