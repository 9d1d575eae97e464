"""Looks at an app that may not be there yet, for a page that waits for it."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest

from pydash_app import errors
from tests.web.asking import GOOD_BODIES, ask, json_of
from tests.web.fake_remotes import RIGHT_TOKEN
from tests.web.people import Person
from tests.web.world import World

OK, TOO_MANY = HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS
URL = "https://shop.example.org/dashboard"

PASSING = (
    errors.UnreachableError,
    errors.TimedOutError,
    errors.WrongTokenError,
    errors.NotFmdError,
    errors.UnsupportedVersionError,
)
FINAL = (errors.InvalidUrlError, errors.AddressRefusedError)


def try_at(person: Person, url: str) -> int:
    return ask(person.client, "dashboard.try_out", json={"url": url, "token": "x"}).status_code


def test_an_app_that_is_there_fits_and_nothing_is_stored(world: World) -> None:
    answer = json_of(ask(world.charlie.client, "dashboard.try_out"))
    assert answer == {
        "fits": True,
        "code": None,
        "message": None,
        "blames": None,
        "fmd_version": "1.13.1",
    }
    assert world.remotes.asked == [(URL, RIGHT_TOKEN)]
    assert json_of(ask(world.charlie.client, "dashboard.list_all")) == []


@pytest.mark.parametrize("failure", PASSING, ids=lambda failure: failure.code)
def test_what_may_pass_is_an_answer_that_says_what_was_seen(
    world: World, failure: Callable[..., errors.RemoteError]
) -> None:
    world.remotes.failure = failure("Not yet.", fields={"url": "Not yet."})
    response = ask(world.alice.client, "dashboard.try_out")
    answer = json_of(response)
    assert (response.status_code, answer["fits"]) == (OK, False)
    assert (answer["code"], answer["message"]) == (world.remotes.failure.code, "Not yet.")
    assert answer["blames"] == "url"


@pytest.mark.parametrize("failure", FINAL, ids=lambda failure: failure.code)
def test_what_never_passes_is_refused(
    world: World, failure: Callable[..., errors.RemoteError]
) -> None:
    world.remotes.failure = failure("Never.", fields={"url": "Never."})
    response = ask(world.alice.client, "dashboard.try_out")
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"] == {"url": "Never."}


def test_waiting_for_one_app_leaves_the_other_registrations_alone(world: World) -> None:
    assert {try_at(world.alice, URL) for _ in range(100)} == {OK}
    body = dict(GOOD_BODIES["dashboard.register"])
    statuses = [
        ask(world.alice.client, "dashboard.register", json=body).status_code for _ in range(60)
    ]
    assert statuses == [OK] * 59 + [TOO_MANY]


def test_however_an_address_is_written_it_is_counted_once(world: World) -> None:
    for i in range(70):
        assert try_at(world.alice, f"https://SHOP.example.org/dashboard?n={i}") == OK


def test_looking_through_a_network_costs_as_much_as_registering(world: World) -> None:
    statuses = [try_at(world.alice, f"https://h{i}.example.org/dashboard") for i in range(62)]
    assert statuses == [OK] * 60 + [TOO_MANY] * 2
    assert try_at(world.alice, "https://h61.example.org/dashboard") == TOO_MANY
    assert try_at(world.alice, "https://h0.example.org/dashboard") == OK, "known addresses go on"
    assert try_at(world.bob, URL) == OK, "everybody has their own share"
    world.clock.move(timedelta(hours=2))
    assert try_at(world.alice, "https://h61.example.org/dashboard") == OK


def test_a_page_that_waits_all_day_is_slowed_down(world: World) -> None:
    statuses = {try_at(world.alice, URL) for _ in range(600)}
    assert statuses == {OK}
    refused = ask(world.alice.client, "dashboard.try_out")
    assert refused.status_code == TOO_MANY
    assert int(refused.headers["Retry-After"]) > 0
