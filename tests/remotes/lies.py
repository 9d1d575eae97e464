"""Remotes that lie: each a set of pages for `lying_server`, and what is to come of fetching it."""

import gzip
import json
import socket
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import jwt

from tests.remotes.lying_server import Lie, Lies, answering

TOKEN = "a security code of 32 bytes or more"
MIB = 1024 * 1024
DETAILS = json.dumps(
    {
        "config-version": "2.0",
        "dashboard-version": "1.13.1",
        "first-request": 1795462571,
        "link": "dashboard",
        "total-requests": 301,
    }
).encode()

ROW: Mapping[str, Any] = {
    "endpoint": "items",
    "execution_time": 9.307861328125,
    "group_by": "None",
    "ip": "127.0.0.1",
    "time": "2020-02-03 04:05:06.789012",
    "version": "2.0",
}


@dataclass(frozen=True)
class Expected:
    """What comes of a lie.

    Attributes:
        code: of the error, `None` where what came is stored.
        words: that the owner reads, among others.
        stored: how many calls are.
        flaws: how many values, or rows, could not be kept as they came.
    """

    code: str | None
    words: str = ""
    stored: int = 0
    flaws: int = 0


def sign(rows: object, token: str = TOKEN, algorithm: str | None = "HS256") -> bytes:
    """An answer of `get_json_data` or `get_json_monitor_rules`, as FMD signs it."""
    return sign_text(json.dumps(rows), token, algorithm)


def sign_text(text: str, token: str = TOKEN, algorithm: str | None = "HS256") -> bytes:
    """Likewise, with any text in the place of the list."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
        return jwt.encode({"data": text}, token, algorithm).encode()


def make_pages(**overrides: Lie) -> dict[str, Lie]:
    """Those of an honest FMD 1.13.1 without endpoints and calls."""
    honest: dict[str, Lie] = {
        "get_json_details": answering(DETAILS),
        "get_json_monitor_rules": answering(sign([])),
        "get_json_data": answering(sign([])),
    }
    return honest | overrides


def make_row(**overrides: object) -> dict[str, Any]:
    """A row that could be true, save for what is given."""
    return {**ROW, **overrides}


def dripping(piece: bytes, first: bytes = b"", *, pause_s: float = 0.05) -> Lie:
    """One piece after each pause, for ever."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(pause_s)

    return drip


def flooding(piece: bytes, first: bytes) -> Lie:
    """As fast as it goes, for ever."""

    def flood(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(piece)

    return flood


def pack(piece: bytes, count: int) -> bytes:
    """A gzip bomb: the same piece many times."""
    member = gzip.compress(piece * 8, 9)
    return member * (count // 8)  # RFC 1952, section 2.2: members one behind the other are one


def fill(unit: str, *, mib: float, last: str = "") -> str:
    """A JSON list of the same unit, almost as large as PyDash reads when it is signed."""
    count = int(mib * MIB) // (len(unit) + 1)
    return "[" + f"{unit}," * count + (last or unit) + "]"


def _rows(*rows: object) -> Lies:
    return make_pages(get_json_data=answering(sign(list(rows))))


def _text(text: str) -> Lies:
    return make_pages(get_json_data=answering(sign_text(text)))


def _late(make_text: Callable[[], str]) -> Lies:
    """As `_text`, made when it is asked for: it is large."""

    def answer(connection: socket.socket) -> None:
        answering(sign_text(make_text()))(connection)

    return _data(answer)


def _data(lie: Lie) -> Lies:
    return make_pages(get_json_data=lie)


def _redirecting(location: str) -> Lies:
    return _data(answering(b"", status="302 Found", headers=(f"Location: {location}",)))


def _failing(status: str) -> Lies:
    return _data(answering(b"<h1>Sorry</h1>", status=status))


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
_GZIP = ("Content-Encoding: gzip",)
_BAD = "bad_remote_data"
_ONE_ROW = json.dumps(ROW)
_TINY_ROW = _ONE_ROW.replace("9.307861328125", "0").replace(".789012", "")


_BAD_VALUES: tuple[tuple[str, tuple[object, ...], bool], ...] = (
    ("execution_time", (1e308, "fast", None, True, [], {}), False),
    ("time", ("soon", "", None, 7, 1e308, [], "2020-02-30 00:00:00"), False),
    ("time", ("1970-01-01 00:00:00", "2100-01-01 00:00:00"), False),
    ("endpoint", (7, None, [], {}, "\ud800", True), True),
    ("version", (7, [], {}, "\ud800", False), True),
    ("ip", (7, None, [], {}, "\ud800"), True),
    ("group_by", (7, [], {}, "\udfff", "x" * 2000), True),
)
"""Of a column, and whether a row with one becomes a call."""

_NO_ROWS: tuple[object, ...] = (None, 7, "row", [], {}, [[]], {"more": 1})


def each_lie() -> Iterator[tuple[str, Lies, Expected]]:
    """All of them, each with a name; made one by one, because some are large."""
    yield from _lies_of_the_wire()
    yield from _lies_without_end()
    yield from _lies_of_the_signature()
    yield from _lies_in_rows()
    yield from _bombs()


def _lies_of_the_wire() -> Iterator[tuple[str, Lies, Expected]]:
    cut = answering(sign([ROW]))
    yield "closed at once", _data(lambda _: None), Expected("unreachable", "broke before")
    yield "cut", _data(lambda it: it.sendall(_HEAD + b"half")), Expected("unreachable", "broke")
    yield "html", _data(answering(b"<!doctype html><p>Hello")), Expected("not_fmd", "not signed")
    yield "no http", _data(lambda it: it.sendall(b"220 ESMTP\r\n")), Expected("not_fmd", "in http")
    yield "404", _failing("404 Not Found"), Expected("not_fmd", "HTTP 404")
    yield "401", _failing("401 Unauthorized"), Expected("not_fmd", "keeps PyDash out")
    yield "500", _failing("500 Internal Server Error"), Expected("unreachable", "HTTP 500")
    yield "429", _failing("429 Too Many Requests"), Expected("unreachable", "HTTP 429")
    yield "302", _redirecting("/elsewhere"), Expected("not_fmd", "sends PyDash on to")
    yield "302 to itself", _redirecting("/dashboard"), Expected("not_fmd", "sends PyDash on to")
    login = Expected("unsupported_version", "2.1 to 5")
    yield "302 to FMD's login", _redirecting("/dashboard/login"), login
    yield "honest", _data(cut), Expected(None, stored=1)


def _lies_without_end() -> Iterator[tuple[str, Lies, Expected]]:
    too_large, timed_out = Expected("too_large", "larger than"), Expected("timed_out", "in full")
    yield "silence", _data(dripping(b"", pause_s=0.5)), timed_out
    yield "a byte a second", _data(dripping(b"a", _HEAD, pause_s=1)), timed_out
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    yield "no end", _data(flooding(b"a" * 65536, head)), too_large
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield "chunks without end", _data(flooding(chunk, chunked)), too_large
    bomb = answering(pack(bytes(MIB), 1024), headers=_GZIP)
    yield "gzip bomb", _data(bomb), too_large


def _lies_of_the_signature() -> Iterator[tuple[str, Lies, Expected]]:
    wrong = Expected("wrong_token", "security code does not fit")
    unsigned = b"eyJhbGciOiJub25lIn0.eyJkYXRhIjoiW10ifQ."  # {"alg":"none"} {"data":"[]"}
    yield "another code", _data(answering(sign([ROW], "another code"))), wrong
    yield "forged", _data(answering(sign([ROW])[:-4] + b"AAAA")), wrong
    yield "HS512", _data(answering(sign([ROW], TOKEN * 2, "HS512"))), Expected("wrong_token")
    yield "none", _data(answering(unsigned)), Expected("wrong_token", "HS256")
    yield "FMD's ValueError", _data(answering(b"ValueError: no")), Expected(_BAD, "understand")


def _lies_in_rows() -> Iterator[tuple[str, Lies, Expected]]:
    for number in ("NaN", "Infinity", "-Infinity", "1e400", "9" * 5000):
        text = f"[{_ONE_ROW}, {_ONE_ROW.replace('9.307861328125', number)}, {_ONE_ROW}]"
        yield f"{number[:9]} as a duration", _text(text), Expected(None, stored=2, flaws=1)
    for key, values, is_kept in _BAD_VALUES:
        for value in values:
            expected = Expected(None, stored=3 if is_kept else 2, flaws=1)
            yield f"{value!r:.20} as {key}", _rows(ROW, make_row(**{key: value}), ROW), expected
    for row in _NO_ROWS:
        yield f"{row} as a row", _rows(ROW, row, ROW), Expected(None, stored=2, flaws=1)
    yield "nothing but bad rows", _rows(None, make_row(time="soon")), Expected(None, flaws=2)
    yield "negative", _rows(make_row(execution_time=-5.0)), Expected(None, stored=1)
    yield "digits", _rows(make_row(execution_time="9")), Expected(None, stored=1, flaws=1)
    missing = {key: value for key, value in ROW.items() if key != "ip"}
    yield "missing key", _rows(ROW, missing), Expected(None, stored=2, flaws=1)
    yield "extra keys", _rows(make_row(more=[1, {}], id=7)), Expected(None, stored=1)
    yield "duplicate rows", _rows(ROW, ROW, ROW), Expected(None, stored=3)
    yield "no list", _text('{"rows": []}'), Expected(_BAD, "no list")
    for key in ("endpoint", "version", "ip", "group_by"):
        yield f"10 MB {key}", _late(partial(_with_long, key)), Expected(None, stored=1, flaws=1)


def _bombs() -> Iterator[tuple[str, Lies, Expected]]:
    """As large as they may be, and of what takes the most memory when it is read."""
    for unit in ("[]", "{}", '{"time":1}', '""'):
        bomb = partial(fill, unit, mib=6 if '"' in unit else 11.5)
        yield f"nothing but {unit}", _late(bomb), Expected("too_large", "asks for fewer")
    yield "deep lists", _late(lambda: "[" * 10 * MIB), Expected(_BAD)
    yield "deep extra key", _late(lambda: _with_more("[" * 10 * MIB)), Expected(_BAD)
    closed = "[" * 5 * MIB + "]" * 5 * MIB
    yield "deep and closed", _late(lambda: f"[{closed}]"), Expected(_BAD)
    wide = Expected(None, stored=1)
    yield "wide extra key", _late(lambda: _with_more(fill("1", mib=9))), wide
    stored = Expected(None, stored=8 * MIB // (len(_TINY_ROW) + 1) + 1)
    yield "shortest rows", _late(lambda: fill(_TINY_ROW, mib=8)), stored
    smiling = _TINY_ROW.replace("items", "😀")
    yield "four bytes each", _late(lambda: fill(_TINY_ROW, mib=8, last=smiling)), stored
    yield "40,000 names", _late(_many_names), Expected(None, stored=40_000, flaws=35_905)


def _with_long(key: str) -> str:
    return json.dumps([make_row(**{key: "x" * 10_000_000})])


def _with_more(value: str) -> str:
    return f'[{_ONE_ROW[:-1]}, "more": {value}}}]'


def _many_names() -> str:
    return json.dumps([make_row(endpoint=f"{number} é") for number in range(40_000)])
