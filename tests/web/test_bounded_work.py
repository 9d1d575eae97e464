"""No input takes longer than its length explains: each at its longest, of the worst characters.

Times are the processor's, of the thread that answers; what argon2 computes in threads of its own
is meant to be slow, and is not in them.
"""

import time
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from pydash_app.measurements.text_limits import MOST_NAMES
from pydash_app.settings import Settings
from pydash_web.api_routes import ROUTES
from pydash_web.app_factory import LARGEST_BODY_BYTES
from pydash_web.openapi import Documentation
from pydash_web.parsing import LONGEST_QUERY_BYTES, MOST_JSON_MARKS
from pydash_web.route import Route
from tests.web.document_texts import Document, Place
from tests.web.filling import MARKS, fill, name_of, send
from tests.web.measured import store_day
from tests.web.world import World

TEXTS = [*Document(Documentation(ROUTES, "http://127.0.0.1").document).texts()]

MOST_S = 0.05
TRIES = 3
"""Of which the quickest counts: a thread's clock also runs while it waits for memory."""

LONGEST_HEADER_CHARACTERS = 8_190
"""The most that web servers take."""

WORST = (
    MARKS,
    "\ufdfa",  # NFKC makes eighteen of it
    "\u0344\u0345",  # marks that are made two, or another one
    "\u1100\u1161\u11a8",  # parts of Korean letters, which NFC joins
    "\u1f82",  # four code points in one
    "\u0130",  # grows when its case is folded
    "\U0001d160",  # never composed again
    "\ud800",  # half a character
    "\x00",
    "9",
    "-",
    ".",
    ":",
    "%",
    "%F0%9F",
    " ",
    "\t\n",
    "'\"",
    "\\",
    "(a+)+",
    "[",
    "a@",
    "xn--",
    "../",
)
BEGINNINGS = {
    "url": ("", "http://", "http://a/"),
    "email": ("", "a@", '"'),
    "start_date": ("", "2018-04-25T15:30:00."),
    "end_date": ("", "2018-W17-3T"),
    "expires_at": ("", "2018-04-25T15:30:00."),
}
"""What lets a text of some name get further than to its first character."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Nothing is limited: here each request is sent many times."""
    unlimited = {name: 0 for name in Settings.model_fields if name.startswith("limit_")}
    return settings.model_copy(update=unlimited)


def assert_quick(ask: Callable[[], TestResponse]) -> TestResponse:
    """Ask until it is answered quickly enough, or slowly once too often."""
    used_s: list[float] = []
    while len(used_s) < TRIES:
        started_s = time.thread_time()
        response = ask()
        used_s.append(time.thread_time() - started_s)
        assert response.status_code < 500 or response.status_code == 503, response.text[:500]
        if used_s[-1] < MOST_S:
            break
    assert min(used_s) < MOST_S
    return response


@pytest.mark.parametrize("place", TEXTS, ids=str)
def test_a_text_of_the_longest_length_is_read_in_no_time(world: World, place: Place) -> None:
    store_day(world.database, world.alice)
    for piece in WORST:
        if place.kind != "body" and piece == "\ud800":
            continue  # an address is made of bytes
        if place.kind == "header" and not (piece.isascii() and piece.isprintable()):
            continue
        for beginning in BEGINNINGS.get(place.steps[-1], ("",)):
            text = (beginning + fill(piece, place.longest))[: place.longest]
            assert_quick(lambda text=text: send(world, place, text))  # type: ignore[misc]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.query], ids=name_of)
@pytest.mark.parametrize("piece", ["ip=%CC%95%CC%80", "ip=&endpoint=", "%F0%9F&ip=%00", "=", "+;"])
def test_many_parameters_are_read_in_no_time(world: World, route: Route, piece: str) -> None:
    query = "&".join([piece] * (1_900 // piece.count("&") if "&" in piece else 1_900))
    place = Place(route.name.replace(".", "_"), "nothing", (), {})
    assert_quick(lambda: send(world, place, query_string=query[:LONGEST_QUERY_BYTES]))


BODIES = {
    "depth": "[" * (MOST_JSON_MARKS // 2) + "]" * (MOST_JSON_MARKS // 2),
    "objects in objects": '{"a":' * MOST_JSON_MARKS,
    "digits": "9" * (LARGEST_BODY_BYTES - 100),
    "digits that Python reads": "9" * 4_300,
    "a fraction": "0." + "9" * (LARGEST_BODY_BYTES - 100),
    "an exponent": "1e" + "9" * (LARGEST_BODY_BYTES - 100),
    "blanks": " " * (LARGEST_BODY_BYTES - 100) + "0",
    "a text": '"' + "a" * (LARGEST_BODY_BYTES - 100) + '"',
    "escapes": '"' + "\\u0315\\u0300" * ((LARGEST_BODY_BYTES - 100) // 12) + '"',
    "pairs": '"' + "\\ud83d\\ude00" * ((LARGEST_BODY_BYTES - 100) // 12) + '"',
    "halves": '"' + "\\ud800" * ((LARGEST_BODY_BYTES - 100) // 6) + '"',
    "values": "[" + "{}," * 4_000 + "0]",
    "keys": "{" + ",".join(f'"{number}":0' for number in range(9_900)) + "}",
    "the same key": "{" + ",".join(['"a":0'] * 9_900) + "}",
}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.body], ids=name_of)
@pytest.mark.parametrize("value", BODIES.values(), ids=BODIES.keys())
def test_a_body_of_the_largest_size_is_read_in_no_time(
    world: World, route: Route, value: str
) -> None:
    assert route.body is not None
    place = Place(route.name.replace(".", "_"), "body", (), {})
    for name in ("unknown", *route.body.model_fields):
        data = f'{{"{name}":{value}}}'[:LARGEST_BODY_BYTES]
        assert assert_quick(lambda data=data: send(world, place, data=data)).status_code < 500  # type: ignore[misc]


@pytest.mark.parametrize("value", ["true", "0", "null", '"x"'])
@pytest.mark.parametrize("count", [MOST_NAMES, MOST_NAMES + 1, 9_900])
def test_many_endpoints_are_switched_in_no_time(world: World, value: str, count: int) -> None:
    names = (f"{number:080}" for number in range(count))
    data = f'{{"endpoints":{{{",".join(f"{chr(34)}{name}{chr(34)}:{value}" for name in names)}}}}}'
    place = Place("dashboard_change_settings", "body", (), {})
    assert len(data) < LARGEST_BODY_BYTES
    response = assert_quick(lambda: send(world, place, data=data))
    assert response.status_code == 400
    assert len(response.data) < 1_000


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Accept-Language",
        "Authorization",
        "Content-Type",
        "Cookie",
        "Forwarded",
        "If-Modified-Since",
        "If-None-Match",
        "Origin",
        "Range",
        "Referer",
        "Sec-Fetch-Site",
        "User-Agent",
        "X-Forwarded-For",
        "X-Request-Id",
    ],
)
@pytest.mark.parametrize(
    "piece", ["a", ",", ";", "=", ":", '"', "\\", " ", "9", "q=0,", "a;b=", "é"]
)
def test_a_header_of_the_longest_length_is_read_in_no_time(
    world: World, name: str, piece: str
) -> None:
    beginning = {"Authorization": "Bearer ", "Cookie": "pydash_session="}.get(name, "")
    value = beginning + fill(piece, LONGEST_HEADER_CHARACTERS)
    stranger = world.app.test_client()
    for method, path in (("GET", "/"), ("GET", "/api/user"), ("POST", "/api/logout")):
        assert_quick(
            lambda method=method, path=path: stranger.open(  # type: ignore[misc]
                path, method=method, headers={name: value}
            )
        )


@pytest.mark.parametrize("piece", ["/", "a/", "%2F", "..", "%00", "é", "endpoints/", "//api"])
def test_an_address_of_the_longest_length_is_read_in_no_time(world: World, piece: str) -> None:
    long = piece * (LONGEST_HEADER_CHARACTERS // len(piece))
    dashboard = f"/api/dashboards/{world.alice.dashboard_id}"
    for path in (f"/{long}", f"/api/{long}", f"{dashboard}/endpoints/{long}/boxplot"):
        assert_quick(lambda path=path: world.alice.client.get(path))  # type: ignore[misc]
