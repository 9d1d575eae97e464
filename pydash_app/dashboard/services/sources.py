"""Where a dashboard's calls come from, and how that changes: address, security code, headers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydash_app.dashboard import repository
from pydash_app.dashboard.entity import Dashboard
from pydash_app.dashboard.request_headers import GivenHeader, check_headers
from pydash_app.dashboard.services.search import FoundApp, find_app
from pydash_app.dashboard.token_cipher import (
    decrypt_headers,
    decrypt_token,
    encrypt_headers,
    encrypt_token,
)
from pydash_app.dashboard.warnings import find_warnings
from pydash_app.database import Root, reading
from pydash_app.errors import InvalidInputError
from pydash_app.measurements.ledger import Coverage
from pydash_app.remote import OwnHeaders, RemoteGateway


@dataclass(frozen=True, slots=True)
class WantedSource:
    """What the owner wants to be otherwise; `None` leaves it as it is."""

    url: str | None
    token: str | None = field(repr=False)
    headers: Sequence[GivenHeader] | None


@dataclass(frozen=True, slots=True)
class StoredSource:
    """What is stored."""

    url: str
    encrypted_token: bytes
    encrypted_headers: bytes | None


@dataclass(frozen=True, slots=True)
class TriedSource:
    """What was found to work.

    Attributes:
        app: what answered.
        changed: the names of the settings that are others now.
    """

    app: FoundApp
    changed: tuple[str, ...]


@reading
def read_stored(root: Root, user_id: str, dashboard_id: str) -> StoredSource:
    """Where the calls come from now.

    Raises:
        NotFoundError: there is no such dashboard.
        NotAllowedError: it belongs to somebody else.
    """
    dashboard = repository.get_owned(root, user_id, dashboard_id)
    return StoredSource(dashboard.url, dashboard.encrypted_token, dashboard.encrypted_headers)


def try_out(
    remotes: RemoteGateway, wanted: WantedSource, stored: StoredSource, secret_key: bytes
) -> TriedSource | None:
    """Ask the app as it would be asked from now on; `None` where nothing changes.

    Raises:
        InvalidInputError: a header can't be used, or belongs to another place.
        RemoteError: the app can't be asked in this way; its code says why.
    """
    urls = [stored.url] if wanted.url is None else remotes.list_candidates(wanted.url)
    if urls[0] == stored.url and wanted.token is None and wanted.headers is None:
        return None
    token = wanted.token
    if token is None:
        token = decrypt_token(stored.encrypted_token, secret_key)
    app = find_app(
        remotes, urls, token, lambda url: _find_headers(wanted, stored, url, secret_key)
    )
    changed = (
        *(["url"] if app.url != stored.url else []),
        *(["token"] if wanted.token is not None else []),
        *(["headers"] if wanted.headers is not None else []),
    )
    return TriedSource(app, changed)


def _find_headers(
    wanted: WantedSource, stored: StoredSource, url: str, secret_key: bytes
) -> OwnHeaders:
    """The headers for an address: values that are stored go to no other place than theirs."""
    given = wanted.headers
    if given is not None and all(header.value for header in given):
        return OwnHeaders.bound_to(url, check_headers(given))
    kept = decrypt_headers(stored.encrypted_headers, secret_key)
    if kept.pairs and not kept.sent_to(url):
        reason = (
            f"The request headers were given for {kept.origin}, and go nowhere else. Give them "
            "again with their values, or leave them out."
        )
        raise InvalidInputError(reason, fields={"headers": reason})
    if given is None:
        return kept
    values = {name.lower(): value for name, value in kept.pairs}
    return OwnHeaders.bound_to(url, check_headers(given, values))


def change_source(
    dashboard: Dashboard,
    source: TriedSource,
    coverage: Coverage,
    *,
    secret_key: bytes,
    now: datetime,
) -> list[str]:
    """Have a dashboard's calls come from there; the names of the settings that are others now.

    With other headers it is the same app, whose rows go on where they were.
    """
    app = source.app
    wire = app.exam.details.wire
    dashboard.url = app.url
    dashboard.encrypted_token = encrypt_token(app.token, secret_key)
    dashboard.encrypted_headers = encrypt_headers(app.headers, secret_key)
    dashboard.header_names = app.headers.names
    dashboard.fmd_version = app.exam.details.version
    dashboard.endpoint_names = [endpoint.name for endpoint in app.exam.endpoints]
    dashboard.warning_codes = tuple(find_warnings(app.url, app.token, wire))
    if source.changed == ("headers",) and wire == dashboard.fetching.wire:
        dashboard.fetching.try_soon(now=now)
    else:
        dashboard.fetching.begin_again(wire, coverage, now=now)
    return list(source.changed)
