"""The list of values that could not be kept: for its owner, page by page."""

from typing import Any

from pydash_app.database import Database, Root
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.flaws import Flaw, FlawLog
from tests.web.asking import ask, json_of
from tests.web.people import Person


def note(database: Database, person: Person, *flaws: Flaw) -> None:
    def write(root: Root) -> None:
        stored = measurements.get(root, str(person.dashboard_id))
        log = stored._flaws = FlawLog()
        log.note(flaws, {"endpoint": 3})

    database.write(write)


def page_of(person: Person, **query: Any) -> Any:
    response = ask(person.client, "flaw.list_all", person.dashboard_id, query_string=query)
    assert response.status_code == 200
    return json_of(response)


def test_a_dashboard_whose_rows_are_all_sound_has_none(alice: Person) -> None:
    assert page_of(alice) == {"flaws": [], "counts": [], "next_cursor": None}


def test_each_is_named_with_its_place_its_column_and_the_reason(
    database: Database, alice: Person
) -> None:
    note(
        database,
        alice,
        Flaw("row 7", "group_by", "cut", 0),
        Flaw("row 8", "time", "unreadable", None, 8),
    )
    page = page_of(alice)
    assert page["flaws"] == [
        {
            "place": "row 8",
            "column": "time",
            "reason": "unreadable",
            "is_call_kept": False,
            "message": "The value can't be what this column holds.",
        },
        {
            "place": "row 7",
            "column": "group_by",
            "reason": "cut",
            "is_call_kept": True,
            "message": "The text has more than 1,024 characters, and is cut.",
        },
    ]
    assert [(one["column"], one["reason"], one["count"]) for one in page["counts"]] == [
        ("group_by", "cut", 1),
        ("endpoint", "other", 3),
        ("time", "unreadable", 1),
    ]


def test_pages_hold_every_one_once(database: Database, alice: Person) -> None:
    note(database, alice, *(Flaw(f"row {n}", "ip", "missing", n) for n in range(7)))
    found, cursor = [], None
    while True:
        page = page_of(alice, limit=3, **({"cursor": cursor} if cursor else {}))
        found += [flaw["place"] for flaw in page["flaws"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == [f"row {n}" for n in range(6, -1, -1)]


def test_a_cursor_beyond_the_end_is_an_empty_page(database: Database, alice: Person) -> None:
    note(database, alice, Flaw("row 1", "ip", "missing", 0))
    assert page_of(alice, cursor="0")["flaws"] == []
