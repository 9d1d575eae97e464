"""Chunks are read by the letter, and what is malformed is an error, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from waitress.buffers import OverflowableBuffer

from pydash_cli.serving.chunked_body import LONGEST_LINE_BYTES, ChunkedBody


def read(sent: bytes, step: int) -> tuple[ChunkedBody, bytes, bytes]:
    """The reader, the body, and what was left."""
    body = ChunkedBody(OverflowableBuffer(10**6))
    position = 0
    while position < len(sent) and not body.completed and body.error is None:
        position += body.received(sent[position : position + step])
    return body, body.getfile().read(), sent[position:]


@given(st.lists(st.binary(min_size=1, max_size=300), max_size=10), st.integers(1, 700))
def test_what_was_sent_arrives_however_it_is_cut(parts: list[bytes], step: int) -> None:
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    body, found, rest = read(chunks + b"0\r\n\r\nnext", step)
    assert (body.completed, body.error) == (True, None)
    assert found == b"".join(parts)
    assert b"next".endswith(rest)
    assert len(body) == len(found)


@pytest.mark.parametrize(
    "sent",
    [b'5;a;b=c;d="e f"\r\nhello\r\n0\r\nX: 1\r\nY:\r\n\r\n', b"005 ; a\r\nhello\r\n00\r\n\r\n"],
)
def test_extensions_and_trailers_are_read_over(sent: bytes) -> None:
    for step in (1, len(sent)):
        body, found, _ = read(sent, step)
        assert (body.completed, body.error, found) == (True, None, b"hello")


@pytest.mark.parametrize(
    "sent",
    [
        b"ZZ\r\nhello\r\n0\r\n\r\n",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"+5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"5_0\r\nhello\r\n0\r\n\r\n",
        b"\r\nhello\r\n0\r\n\r\n",
        b"\r\n5\r\nhello\r\n0\r\n\r\n",
        b" 5\r\nhello\r\n0\r\n\r\n",
        b"5 5\r\nhello\r\n0\r\n\r\n",
        b"5\nhello\r\n0\r\n\r\n",
        b"5\n\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello!\r\n0\r\n\r\n",
        b"5\r\nhelloworld\r\n0\r\n\r\n",
        b"5\r\nhello\n0\r\n\r\n",
        b"5\r\nhello0\r\n\r\n",
        b"5\r\nhello\r\n\r\n0\r\n\r\n",
        b"5;\x00\r\nhello\r\n0\r\n\r\n",
        b"5;a=\r\nhello\r\n0\r\n\r\n",
        b'5;"a\r\nhello\r\n0\r\n\r\n',
        b"1" * 30 + b"\r\nhello",
        b"0\r\nGET / HTTP/1.1\r\n\r\n",
        b"0\r\n folded: 1\r\n\r\n",
        b"0\r\n" + b"X: x\r\n" * 5000 + b"\r\n",
        b"5;" + b"a" * LONGEST_LINE_BYTES,
        b"\xb2\r\nhe\r\n0\r\n\r\n",
    ],
)
def test_what_is_malformed_is_an_error(sent: bytes) -> None:
    for step in (1, 3, len(sent)):
        body, _, _ = read(sent, step)
        assert body.error is not None
        assert not body.completed
