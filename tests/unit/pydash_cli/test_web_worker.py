"""gunicorn's worker, where a request breaks down outside of the app."""

import json
import logging
import socket

import pytest
from gunicorn.http.errors import InvalidRequestLine, LimitRequestLine

from pydash_cli.web_worker import Worker

SECRET = "hunter2"


def answer_to(error: Exception) -> tuple[bytes, dict[str, str]]:
    """What a caller reads who has nothing more to say; the status line and the body."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.shutdown(socket.SHUT_WR)
        Worker.__new__(Worker).handle_error(None, ours, ("192.0.2.1", 1), error)
        answer = b"".join(iter(lambda: theirs.recv(65_536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.partition(b"\r\n")[0], json.loads(body)


def test_what_nobody_expected_is_logged_and_not_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        status_line, body = answer_to(RuntimeError(SECRET))
    assert status_line == b"HTTP/1.1 500 Internal Server Error"
    assert body["code"] == "internal_error"
    assert SECRET not in str(body)
    assert SECRET in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [(InvalidRequestLine(SECRET), b"400"), (LimitRequestLine(9_999, 8_190), b"414")],
)
def test_what_a_caller_sent_is_neither_told_nor_logged(
    caplog: pytest.LogCaptureFixture, error: Exception, status: bytes
) -> None:
    with caplog.at_level(logging.DEBUG):
        status_line, body = answer_to(error)
    assert status_line.split()[1] == status
    assert SECRET not in str(body) + caplog.text


def test_a_caller_who_has_gone_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours, caplog.at_level(logging.WARNING):
        Worker.__new__(Worker).handle_error(None, ours, ("192.0.2.1", 1), InvalidRequestLine(""))
    assert caplog.text == ""
