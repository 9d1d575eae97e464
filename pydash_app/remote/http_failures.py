"""Sentences for the many ways in which asking another machine fails."""

import http.client
import ssl
from collections.abc import Iterator

import requests
import urllib3

from pydash_app.errors import (
    InvalidUrlError,
    NotFmdError,
    RemoteError,
    TimedOutError,
    UnreachableError,
)
from pydash_app.remote.deadline import Deadline

FOREIGN_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)
"""What requests, urllib3 and the sockets below them raise."""


def was_never_connected(error: BaseException) -> bool:
    """Whether nobody took the call, so that nothing has been asked yet."""
    return isinstance(error, requests.ConnectTimeout) or any(
        isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in _causes(error)
    )


def translate(
    error: BaseException, host: str, deadline: Deadline, *, connect_timeout_s: float
) -> RemoteError:
    """The domain's error for one of `FOREIGN_ERRORS`."""
    if isinstance(error, requests.exceptions.InvalidURL):
        return InvalidUrlError(
            "The address names no machine that could exist. Check it for typing errors."
        )
    if isinstance(error, requests.ConnectTimeout) and not deadline.is_over:
        return TimedOutError(
            f"{host} did not accept a connection within {connect_timeout_s:g} seconds. "
            "Check the address and port, and that no firewall stands between."
        )
    if deadline.is_over or isinstance(error, requests.Timeout):
        return TimedOutError(
            f"{host} did not answer in full within {deadline.total_s:g} seconds. "
            "The app may be overloaded; try again later."
        )
    if was_never_connected(error):
        return UnreachableError(
            f"Nothing answers at {host}. Check the address and port, and that the app is running."
        )
    return _translate_talk(error, host)


def _translate_talk(error: BaseException, host: str) -> RemoteError:
    """For what goes wrong once connected."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UnreachableError(
                f"The certificate of {host} can't be trusted: {cause.verify_message}. "
                "Renew it, or give the address whose name it bears."
            )
        if isinstance(cause, ssl.SSLError):
            return UnreachableError(
                f"{host} does not answer in https on that port. "
                "Try the address with http://, or another port."
            )
        if _is_no_http(cause):
            return NotFmdError(
                f"Something answers at {host}, but not in http. Check the port, "
                "and whether the address must begin with https://."
            )
    return UnreachableError(
        f"The connection to {host} broke before the whole answer had come. Try again later."
    )


def _is_no_http(cause: BaseException) -> bool:
    broken_off = (http.client.RemoteDisconnected, http.client.IncompleteRead)
    return isinstance(cause, http.client.HTTPException) and not isinstance(cause, broken_off)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was made from, which requests and urllib3 hide in `args`."""
    waiting, seen = [error], set[int]()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        related = (*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__)
        waiting.extend(part for part in related if isinstance(part, BaseException))
