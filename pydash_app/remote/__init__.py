"""One client per wire format of Flask-MonitoringDashboard, behind one guarded HTTP session.

`http_session` is the only place of PyDash that asks other machines for anything over HTTP:
users choose the addresses, so every one passes `address_guard` first. `gateway` finds out what
answers at an address and hands out the client that speaks with it.
May import: `pydash_app.{errors,pasted,settings,shares,tls}`, and of `pydash_app.measurements`
`batch` and `window` (its columns).
Never touches the database, and never puts a security code into a log, an error or a `repr`.
"""

from pydash_app.remote.gateway import RemoteExam, RemoteGateway
from pydash_app.remote.own_headers import NO_HEADERS, OwnHeaders
from pydash_app.remote.protocol import (
    CallsAnswer,
    FallbackPlace,
    KnownRows,
    PageAnswer,
    PagedRemote,
    RemoteDetails,
    RemoteEndpoint,
    WindowRemote,
    Wire,
)
from pydash_app.remote.retry_after import LONGEST_WAIT_S

__all__ = [
    "LONGEST_WAIT_S",
    "NO_HEADERS",
    "CallsAnswer",
    "FallbackPlace",
    "KnownRows",
    "OwnHeaders",
    "PageAnswer",
    "PagedRemote",
    "RemoteDetails",
    "RemoteEndpoint",
    "RemoteExam",
    "RemoteGateway",
    "WindowRemote",
    "Wire",
]
