"""Requests that two programs could read in two ways are refused."""

import time
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_cli.serving.request_parser import LONGEST_HEAD_BYTES, RequestParser
from tests.unit.pydash_cli.serving.parsing import adjustments, feed

START = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(START + CHUNKED + b"Content-Length: 5\r\n\r\n", 400, id="both lengths"),
        pytest.param(START + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400, id="twice"),
        pytest.param(START + b"Content-Length: 5, 5\r\n\r\n", 400, id="a list"),
        pytest.param(START + b"Content-Length: +5\r\n\r\n", 400, id="a sign"),
        pytest.param(START + b"Content-Length: 5_0\r\n\r\n", 400, id="an underscore"),
        pytest.param(START + b"Content-Length: \xb2\r\n\r\n", 400, id="another digit"),
        pytest.param(START + b"Content-Length:\r\n\r\n", 400, id="no digit"),
        pytest.param(START + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 400, id="digits"),
        pytest.param(START + b"Content-Length : 5\r\n\r\n", 400, id="blank before the colon"),
        pytest.param(START + CHUNKED + CHUNKED + b"\r\n", 400, id="chunked twice"),
        pytest.param(START + b"Transfer-Encoding: chunked, chunked\r\n\r\n", 501, id="in a list"),
        pytest.param(START + b"Transfer-Encoding: identity\r\n\r\n", 501, id="identity"),
        pytest.param(START + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501, id="gzip"),
        pytest.param(START + b"Transfer-Encoding:\r\n\r\n", 501, id="no coding"),
        pytest.param(START + b"Transfer-Encoding: \x0bchunked\r\n\r\n", 400, id="a vertical tab"),
        pytest.param(START + b"Transfer-Encoding\r\n : chunked\r\n\r\n", 400, id="no colon"),
        pytest.param(START + b"X: 1\r\n folded\r\n\r\n", 400, id="folded"),
        pytest.param(START + b" X: 1\r\n\r\n", 400, id="a blank first"),
        pytest.param(START + b"X: a\rb\r\n\r\n", 400, id="a bare carriage return"),
        pytest.param(START + b"X: a\nTransfer-Encoding: chunked\r\n\r\n", 400, id="a bare feed"),
        pytest.param(START + b"X: \0\r\n\r\n", 400, id="NUL"),
        pytest.param(START + b"X\0: 1\r\n\r\n", 400, id="NUL in a name"),
        pytest.param(START + b": 1\r\n\r\n", 400, id="no name"),
        pytest.param(START + b"Host: y\r\n\r\n", 400, id="two hosts"),
        pytest.param(START + b"Expect: tea\r\n\r\n", 417, id="tea"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no host"),
        pytest.param(b"POST / HTTP/1.0\r\n" + CHUNKED + b"\r\n", 400, id="chunks in HTTP/1.0"),
        pytest.param(b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 400, id="HTTP/2.0"),
        pytest.param(b"GET / HTTP/1.2\r\nHost: x\r\n\r\n", 400, id="HTTP/1.2"),
        pytest.param(b"GET /\r\nHost: x\r\n\r\n", 400, id="HTTP/0.9"),
        pytest.param(b"get / HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="small letters"),
        pytest.param(b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="two blanks"),
        pytest.param(b"GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="a tab"),
        pytest.param(b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="NUL in the path"),
        pytest.param(b"GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="no slash"),
        pytest.param(b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="CONNECT"),
        pytest.param(b"GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="half a bracket"),
        pytest.param(b"GET http://a@b/ HTTP/1.1\r\nHost: x\r\n\r\n", 400, id="a user's name"),
        pytest.param(b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, id="long"),
        pytest.param(b"x" * 9000, 414, id="long and without an end"),
        pytest.param(START + b"X: " + b"x" * 9000 + b"\r\n\r\n", 431, id="a long header"),
        pytest.param(
            START + b"".join(b"X%d: 1\r\n" % n for n in range(200)) + b"\r\n", 431, id="many"
        ),
        pytest.param(START + b"X: x\r\n" * LONGEST_HEAD_BYTES, 431, id="no end of headers"),
        pytest.param(START + b"Content-Length: 2000000\r\n\r\n", 413, id="a large body"),
    ],
)
def test_it_is_refused(sent: bytes, status: int) -> None:
    for step in (len(sent), 7):
        request, _ = feed(sent, step=step)
        assert request.completed
        assert request.refusal == HTTPStatus(status)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET http://x/a?b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"x" * 8000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        START + b"X:\r\nY: \t a \t b \t\r\nZ: \xe9\r\nContent-Length: 0\r\n\r\n",
        START + b"transfer-encoding:CHUNKED\r\n\r\n0\r\n\r\n",
        START + b"Content-Length: 5\r\nExpect: 100-Continue\r\n\r\nhello",
    ],
)
def test_what_is_plain_is_taken(sent: bytes) -> None:
    for step in (len(sent), 1):
        request, rest = feed(sent, step=step)
        assert request.completed
        assert (request.refusal, request.error, rest) == (None, None, b"")


def test_a_header_takes_no_longer_than_it_is_long() -> None:
    """waitress's own pattern takes half a second for 8,000 blanks."""
    line = b"X:" + b" " * 4000 + b"a" + b" " * 4000 + b"b\r\n"
    started_s = time.thread_time()
    request, _ = feed(START + line * 7 + b"\r\n")
    assert request.refusal is None
    assert time.thread_time() - started_s < 0.1


@given(st.binary(max_size=200), st.integers(1, 20))
def test_nothing_that_is_sent_breaks_it(garbage: bytes, step: int) -> None:
    for sent in (garbage, START + garbage, START + CHUNKED + b"\r\n" + garbage):
        request, _ = feed(sent + b"\r\n\r\n", step=step)
        assert request.refusal is None or 400 <= request.refusal < 600


def test_it_reads_one_request_and_leaves_the_next() -> None:
    request = RequestParser(adjustments())
    sent = START + b"Content-Length: 5\r\n\r\nhelloGET"
    consumed = request.received(sent[:50])
    consumed += request.received(sent[50:])
    assert sent[consumed:] == b"GET"
