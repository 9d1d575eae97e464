"""Why nothing can be asked of an app, before and while it answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydash_app.errors import (
    AddressRefusedError,
    InvalidUrlError,
    NotFmdError,
    RemoteError,
    TimedOutError,
    UnreachableError,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for a refusal.

    Attributes:
        kind: the error that it is.
        sentence: for the user; words in braces are filled in.
    """

    kind: type[RemoteError]
    sentence: str


CONNECTION_REASONS: Mapping[str, Reason] = {
    "private_network": Reason(
        AddressRefusedError,
        "{host} lies in a private or reserved network, which PyDash may not enter. If the app "
        "really lives there, ask whoever runs PyDash to add that network to "
        "PYDASH_ALLOWED_NETWORKS.",
    ),
    "unknown_name": Reason(
        UnreachableError,
        "No machine is known by the name {host}. Check the address for typing errors.",
    ),
    "slow_name": Reason(
        TimedOutError,
        "The name {host} could not be looked up in time. Check the address, and the name server "
        "of the machine that PyDash runs on; then try again.",
    ),
    "no_such_name": Reason(
        InvalidUrlError,
        "The address names no machine that could exist. Check it for typing errors.",
    ),
    "not_connected": Reason(
        TimedOutError,
        "{host} did not accept a connection within {seconds} seconds. Check the address and port, "
        "and that no firewall stands between.",
    ),
    "too_slow": Reason(
        TimedOutError,
        "{host} did not answer in full within {seconds} seconds. The app may be overloaded; try "
        "again later.",
    ),
    "nobody_answers": Reason(
        UnreachableError,
        "Nothing answers at {host}. Check the address and port, and that the app is running.",
    ),
    "untrusted": Reason(UnreachableError, "The certificate of {host} can't be trusted: {why}"),
    "no_tls": Reason(
        UnreachableError,
        "{host} does not answer in https on that port. Try the address with http://, or another "
        "port.",
    ),
    "no_http": Reason(
        NotFmdError,
        "Something answers at {host}, but not in http. Check the port, and whether the address "
        "must begin with https://.",
    ),
    "garbled": Reason(
        UnreachableError,
        "The answer of {host} broke before its end: it says that it is packed with gzip, and is "
        "not. Look for a proxy in front of the app that packs answers, or changes packed ones.",
    ),
    "unasked_packing": Reason(
        UnreachableError,
        "The app packs its answers as {packing}, which PyDash did not ask for. Look for a proxy "
        "in front of the app that does so.",
    ),
    "broken_off": Reason(
        UnreachableError,
        "The connection to {host} broke before the whole answer had come. Try again later.",
    ),
}
