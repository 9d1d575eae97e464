"""The client against the real Flask-MonitoringDashboard 1.13.1, compared with its database."""

import time
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from pydash_app.errors import WrongTokenError
from pydash_app.measurements.batch import CallBatch
from pydash_app.measurements.window import Window
from pydash_app.remote import RemoteGateway
from tests.remotes.fixtures import StartFmd1
from tests.remotes.running_fmd import RunningFmd, StoredCall

pytestmark = pytest.mark.fmd

KNOWN_INSTANT_S = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())


def to_us(stored: str) -> int:
    at = datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def unpack(batch: CallBatch) -> list[tuple[Any, ...]]:
    """The batch as rows, to compare one by one."""
    texts = (
        [column.texts[code] for code in column.codes]
        for column in map(batch.text_column, ("endpoint", "version", "ip", "group_by"))
    )
    return list(zip(batch.called_at_us.tolist(), batch.duration_ms.tolist(), *texts, strict=True))


def expect(rows: list[StoredCall]) -> list[tuple[Any, ...]]:
    return [
        (
            to_us(row.time),
            float(np.float32(row.execution_time)),
            row.endpoint,
            row.version,
            row.ip,
            row.group_by,
        )
        for row in rows
    ]


def span_of(rows: list[StoredCall]) -> Window:
    return Window(to_us(rows[0].time) // 1_000_000 - 1, to_us(rows[-1].time) // 1_000_000 + 1)


def test_details_tell_what_the_remote_holds(gateway: RemoteGateway, fmd1: RunningFmd) -> None:
    exam = gateway.examine(fmd1.url, fmd1.token)
    assert exam.details.version == "1.13.1"
    assert exam.details.total_requests == 3000
    assert exam.details.app_version == "2.0"
    assert exam.details.first_request_at is not None
    assert exam.clock_offset_s == pytest.approx(0, abs=3)


def test_endpoints_are_listed_with_what_fmd_knows_of_them(
    gateway: RemoteGateway, fmd1: RunningFmd
) -> None:
    rows = fmd1.read_rows()
    endpoints = {each.name: each for each in gateway.examine(fmd1.url, fmd1.token).endpoints}
    assert {row.endpoint for row in rows} <= set(endpoints)
    first = next(row for row in rows if row.endpoint == "bücher/neu")
    last = next(row for row in reversed(rows) if row.endpoint == "bücher/neu")
    known = endpoints["bücher/neu"]
    assert known.is_monitored
    assert known.first_version == first.version
    assert known.added_at == datetime.fromisoformat(first.time).replace(tzinfo=UTC)
    assert known.last_called_at == datetime.fromisoformat(last.time).replace(tzinfo=UTC)
    assert endpoints["slow"].last_called_at is None


@pytest.mark.parametrize("token", ["", "wrong", "cc83733cb0af8b884ff6577086b87909"])
def test_a_wrong_security_code_is_told(
    gateway: RemoteGateway, fmd1: RunningFmd, token: str
) -> None:
    with pytest.raises(WrongTokenError):
        gateway.examine(fmd1.url, token)


def test_one_window_over_everything_brings_every_call_once(
    gateway: RemoteGateway, fmd1: RunningFmd
) -> None:
    rows = fmd1.read_rows()
    answer = gateway.open_windows(fmd1.url, fmd1.token).get_calls(span_of(rows))
    assert sorted(unpack(answer.batch)) == sorted(expect(rows))
    assert answer.body_bytes > 100 * len(rows)
    assert answer.remote_now_at is not None


@pytest.mark.parametrize("whole_seconds", [False, True])
def test_adjacent_windows_bring_every_call_once(
    gateway: RemoteGateway, start_fmd1: StartFmd1, whole_seconds: bool
) -> None:
    fmd = start_fmd1(rows=2000, days=0.02, whole_seconds=whole_seconds)
    rows, client = fmd.read_rows(), gateway.open_windows(fmd.url, fmd.token)
    assert len({row.time for row in rows}) < len(rows)  # ties, on the bounds of windows too
    whole, step_s, fetched = span_of(rows), 97, []
    for after_s in range(whole.after_s, whole.until_s, step_s):
        fetched += unpack(client.get_calls(Window(after_s, after_s + step_s)).batch)
    assert sorted(fetched) == sorted(expect(rows))


def test_a_call_on_a_bound_belongs_to_the_window_that_ends_there(
    gateway: RemoteGateway, start_fmd1: StartFmd1
) -> None:
    fmd, at_s = start_fmd1(), KNOWN_INSTANT_S
    on_bound = StoredCall("home", 1.0, "2026-01-01 00:00:00.000000", "1.0", "None", "::1")
    just_after = on_bound._replace(time="2026-01-01 00:00:00.000001")
    fmd.add_rows([on_bound, on_bound, just_after])
    client = gateway.open_windows(fmd.url, fmd.token)
    assert len(client.get_calls(Window(at_s - 1, at_s)).batch) == 2
    assert len(client.get_calls(Window(at_s, at_s + 1)).batch) == 1


def test_every_text_comes_as_it_is_stored(gateway: RemoteGateway, start_fmd1: StartFmd1) -> None:
    texts = ["None", "zoë 名前 😀", "a\x00b", 'quote " and \\', "", "x" * 1024]
    fmd = start_fmd1()
    fmd.add_rows(
        StoredCall(text, 1.5, f"2026-01-01 00:00:0{number}.000000", text, text, text)
        for number, text in enumerate(texts)
    )
    window = Window(KNOWN_INSTANT_S - 1, KNOWN_INSTANT_S + 10)
    batch = gateway.open_windows(fmd.url, fmd.token).get_calls(window).batch
    assert [row[2:] for row in unpack(batch)] == [(text,) * 4 for text in texts]


def test_a_group_that_is_null_in_the_database_reads_as_none(
    gateway: RemoteGateway, start_fmd1: StartFmd1
) -> None:
    fmd, at_s = start_fmd1(), KNOWN_INSTANT_S
    fmd.add_rows([StoredCall("home", 1.0, "2026-01-01 00:00:00.000000", "1.0", None, "::1")])
    batch = gateway.open_windows(fmd.url, fmd.token).get_calls(Window(at_s - 1, at_s)).batch
    assert batch.group_by.texts == ("None",)


def test_a_call_served_live_is_measured_and_fetched(
    gateway: RemoteGateway, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1(host="::1", token="short")
    before_s = int(time.time()) - 1
    for path in ("items", "b%C3%BCcher/neu?user=" + urllib.parse.quote("zoë"), "slow"):
        with urllib.request.urlopen(f"{fmd.app_url}/{path}") as answer:  # noqa: S310
            assert answer.status == 200
    client = gateway.open_windows(fmd.url, "short")
    batch = client.get_calls(Window(before_s, int(time.time()) + 1)).batch
    calls = {endpoint: (ms, ip, user) for _, ms, endpoint, _, ip, user in unpack(batch)}
    assert set(calls) == {"items", "bücher/neu", "slow"}
    assert calls["bücher/neu"][1:] == ("::1", "zoë")
    assert calls["slow"][0] >= 50
    assert gateway.get_details(fmd.url).total_requests == 3


def test_a_remote_without_calls_is_no_failure(
    gateway: RemoteGateway, start_fmd1: StartFmd1
) -> None:
    fmd = start_fmd1()
    exam = gateway.examine(fmd.url, fmd.token)
    assert exam.details.first_request_at is None
    assert exam.details.total_requests == 0
