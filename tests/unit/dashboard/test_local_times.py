"""Fetching from a remote that knows only its host's clock: nothing is lost, summer or winter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pydash_app.errors import AnswerTooLargeError
from pydash_app.remote import Wire
from pydash_app.statistics.instants import to_us
from tests.unit.dashboard.conftest import MakeWatch, Watch
from tests.unit.dashboard.instants import seconds
from tests.unit.dashboard.scripted_remote import ScriptedRemote
from tests.unit.dashboard.test_pages import become

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass
class LocalApp:
    """An app on a host with a clock of its own zone; a call is served every ten minutes."""

    watch: Watch
    zone: ZoneInfo

    def serve_until(self, end: datetime) -> None:
        """Let time go by, with a fetch every now and then."""
        while self.watch.clock() < end:
            local = self.watch.clock().astimezone(self.zone).replace(tzinfo=UTC)
            self.watch.remote.calls = [*self.watch.remote.calls, local]
            self.watch.clock.move(600)
            self.watch.fetch()

    def rest(self, hours: float) -> None:
        """Serve nothing for a while, with fetches."""
        for _ in range(int(hours * 2)):
            self.watch.clock.move(1800)
            self.watch.fetch()

    @property
    def served_us(self) -> list[int]:
        return sorted(to_us(at) for at in self.watch.remote.calls)


MakeApp = Callable[[Wire, str, datetime], LocalApp]


@pytest.fixture
def make_app(make_watch: MakeWatch) -> MakeApp:
    def make(wire: Wire, zone: str, begin: datetime) -> LocalApp:
        history_from_s = seconds(begin - 26 * HOUR)
        watch = make_watch(
            ScriptedRemote(wire=wire), history_from_s=history_from_s, window_s=86_400
        )
        watch.clock.at = begin
        become(watch, wire)
        return LocalApp(watch, ZoneInfo(zone))

    return make


@pytest.mark.parametrize("wire", [Wire.FMD_1_10, Wire.FMD_1_11])
@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/Amsterdam", "Asia/Kolkata", "Pacific/Kiritimati"]
)
@pytest.mark.parametrize(
    "begin", [datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC)]
)
def test_no_call_is_lost_when_the_clock_is_set(
    make_app: MakeApp, wire: Wire, zone: str, begin: datetime
) -> None:
    app = make_app(wire, zone, begin)
    app.serve_until(begin + 60 * HOUR)
    app.rest(30)
    assert app.watch.stored_us() == app.served_us


def test_the_hour_that_comes_twice_is_stored_twice(make_app: MakeApp) -> None:
    begin = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # New York sets its clocks back at 06:00
    app = make_app(Wire.FMD_1_11, "America/New_York", begin)
    app.serve_until(begin + 8 * HOUR)
    assert len(app.served_us) > len(set(app.served_us))
    app.rest(30)
    assert app.watch.stored_us() == app.served_us


@pytest.mark.parametrize("wire", [Wire.FMD_1_10, Wire.FMD_1_11])
@pytest.mark.parametrize("zone", ["Asia/Kolkata", "America/New_York"])
def test_while_calls_come_they_are_stored_an_hour_late(
    make_app: MakeApp, now: datetime, wire: Wire, zone: str
) -> None:
    app = make_app(wire, zone, now)
    app.serve_until(now + 6 * HOUR)
    assert len(app.served_us) - len(app.watch.stored_us()) <= 8
    assert app.watch.view().state == "up_to_date"


@pytest.mark.parametrize("wire", [Wire.FMD_1_10, Wire.FMD_1_11])
def test_a_call_of_the_far_future_hides_none_of_the_present(
    make_app: MakeApp, now: datetime, wire: Wire
) -> None:
    app = make_app(wire, "Asia/Kolkata", now)
    app.watch.remote.calls = [now + 400 * 24 * HOUR]
    app.serve_until(now + 6 * HOUR)
    app.rest(30)
    assert app.watch.stored_us() == app.served_us[:-1]


def test_history_that_is_too_much_for_1_10_is_told(make_app: MakeApp, now: datetime) -> None:
    app = make_app(Wire.FMD_1_10, "UTC", now)
    app.watch.remote.calls = [now - 2 * HOUR] * 50
    app.watch.remote.most_calls = 10
    app.watch.fetch()
    error = app.watch.view().error
    assert error is not None
    assert "1.10 hands out all its calls at once" in error
    assert app.watch.view().error_code == AnswerTooLargeError.code


def test_much_traffic_of_1_11_is_fetched_bit_by_bit(make_app: MakeApp, now: datetime) -> None:
    app = make_app(Wire.FMD_1_11, "UTC", now)
    app.watch.remote.calls = [now - 20 * HOUR + number * MINUTE for number in range(1200)]
    app.watch.remote.most_calls = 200
    for _ in range(200):
        app.watch.clock.move(app.watch.fetch())
    app.rest(30)
    assert app.watch.stored_us() == app.served_us


def test_an_upgrade_to_utc_loses_and_doubles_nothing(make_app: MakeApp, now: datetime) -> None:
    app = make_app(Wire.FMD_1_11, "Asia/Kolkata", now)
    app.serve_until(now + 20 * HOUR)
    app.watch.remote.wire = Wire.FMD_1_13
    app.zone = ZoneInfo("UTC")
    app.serve_until(now + 40 * HOUR)
    app.rest(4)
    assert app.watch.stored_us() == app.served_us
    assert app.watch.view().fmd_version == "1.13.1"


def test_an_upgrade_in_the_west_loses_and_doubles_nothing(
    make_app: MakeApp, now: datetime
) -> None:
    app = make_app(Wire.FMD_1_10, "America/New_York", now)
    app.serve_until(now + 20 * HOUR)
    app.watch.remote.wire = Wire.FMD_1_12
    app.zone = ZoneInfo("UTC")
    app.serve_until(now + 40 * HOUR)
    app.rest(4)
    assert app.watch.stored_us() == app.served_us
