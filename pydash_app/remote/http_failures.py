"""Sentences for the many ways in which asking another machine fails."""

import http.client
import ssl
from collections.abc import Iterator

import requests
import urllib3

from pydash_app.errors import RemoteError
from pydash_app.remote.deadline import Deadline
from pydash_app.remote.refusals import refuse
from pydash_app.tls import describe_distrust

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
        return refuse("no_such_name")
    if isinstance(error, requests.ConnectTimeout) and not deadline.is_over:
        return refuse("not_connected", host=host, seconds=f"{connect_timeout_s:g}")
    if deadline.is_over or isinstance(error, requests.Timeout):
        return refuse("too_slow", host=host, seconds=f"{deadline.total_s:g}")
    if was_never_connected(error):
        return refuse("nobody_answers", host=host)
    return _translate_talk(error, host)


def _translate_talk(error: BaseException, host: str) -> RemoteError:
    """For what goes wrong once connected."""
    for cause in _causes(error):
        if isinstance(cause, urllib3.exceptions.DecodeError):
            return refuse("garbled", host=host)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return refuse("untrusted", host=host, why=describe_distrust(cause))
        if isinstance(cause, ssl.SSLError):
            return refuse("no_tls", host=host)
        if _is_no_http(cause):
            return refuse("no_http", host=host)
    return refuse("broken_off", host=host)


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
