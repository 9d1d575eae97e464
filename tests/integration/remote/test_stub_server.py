"""The stub speaks as the real Flask-MonitoringDashboard does, and as its histories say."""

import time
from collections.abc import Iterator

import pytest
import requests

from pydash_app.errors import WrongTokenError
from pydash_app.measurements.window import Window
from pydash_app.remote import RemoteGateway
from tests.remotes.running_fmd import RunningFmd
from tests.remotes.running_stub import RunningStub
from tests.stack.stored_calls import rows_of
from tests.stack.waiting import find_free_port

A_DAY_S = 86_400


@pytest.fixture(scope="module")
def stub() -> Iterator[RunningStub]:
    begin_s = int(time.time()) - A_DAY_S
    stub = RunningStub(("127.0.9.1", "127.0.9.2"), find_free_port(), begin_s, calls_per_hour=200)
    stub.start()
    yield stub
    stub.stop()


def ask(url: str, page: str) -> requests.Response:
    return requests.get(f"{url}/{page}", timeout=30, allow_redirects=False)


def test_every_remote_passes_the_exam(stub: RunningStub, gateway: RemoteGateway) -> None:
    for address in stub.addresses:
        exam = gateway.examine(stub.url_of(address), stub.token)
        assert exam.details.version == "1.13.1"
        assert exam.clock_offset_s == pytest.approx(0, abs=2)
    with pytest.raises(WrongTokenError):
        gateway.examine(stub.url_of(address), "another code")


def test_adjacent_windows_bring_every_call_of_the_history_once(
    stub: RunningStub, gateway: RemoteGateway
) -> None:
    until_s = int(time.time())
    fetched = {}
    for address in stub.addresses:
        client = gateway.open_windows(stub.url_of(address), stub.token)
        windows = [
            Window(stub.begin_s, until_s - 4000),
            Window(until_s - 4000, until_s - 5),
            Window(until_s - 5, until_s),
        ]
        fetched[address] = [row for window in windows for row in rows_of(client.get_calls(window))]
        history = stub.history_of(address).calls_between(0, until_s * 1_000_000)
        assert fetched[address] == [call.as_stored() for call in history]
        assert len(fetched[address]) == pytest.approx(4800, rel=0.1)
    assert fetched["127.0.9.1"] != fetched["127.0.9.2"]


@pytest.mark.fmd
def test_it_answers_as_the_real_one_does(stub: RunningStub, fmd1: RunningFmd) -> None:
    pages = ("get_json_details", "get_json_data/1/x", "get_json_data/1/2", "nothing")
    for page in pages:
        real, played = ask(fmd1.url, page), ask(stub.url_of("127.0.9.1"), page)
        assert played.status_code == real.status_code
        assert played.headers["Content-Type"] == real.headers["Content-Type"]
    real, played = (ask(url, "get_json_details") for url in (fmd1.url, stub.url_of("127.0.9.1")))
    assert played.json().keys() == real.json().keys()
