"""What can't be kept as it came is kept as well as it can be, and its owner reads of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from pydash_app.dashboard import get, get_endpoint_box, get_statistic
from pydash_app.dashboard.services.importing import Import
from pydash_app.measurements import repository as measurements
from pydash_app.measurements.flaws import MOST_NAMED, FlawLog
from pydash_app.measurements.text_limits import cut
from pydash_app.statistics.query import Selection, StatisticQuery
from tests.unit.dashboard.conftest import MakeWatch, Watch
from tests.unit.dashboard.instants import seconds
from tests.unit.dashboard.named_calls import NamedCall, NamedRemote, NamedSource

MINUTE = timedelta(minutes=1)
TOO_LONG = "x" * 10_001


def calls_with_groups(now: datetime, groups: Sequence[str]) -> list[NamedCall]:
    begin = now - timedelta(hours=1)
    return [
        NamedCall(begin + number * MINUTE, group_by=group) for number, group in enumerate(groups)
    ]


def watch_of(make_watch: MakeWatch, named: Sequence[NamedCall], now: datetime) -> Watch:
    watch = make_watch(NamedRemote(named=named), history_from_s=seconds(now) - 2 * 3600)
    watch.fetch_all()
    return watch


def warnings_of(watch: Watch) -> dict[str, str]:
    return {warning.code: warning.message for warning in watch.view().warnings}


def visits_of(watch: Watch, **filters: Any) -> object:
    query = StatisticQuery(statistic="total_visits", **filters)
    ids = (watch.owner_id, watch.dashboard_id)
    return get_statistic(watch.database, *ids, query, now=watch.clock()).value


def flaws_of(watch: Watch) -> FlawLog:
    key = str(watch.dashboard_id)
    return watch.database.read(lambda root: measurements.get(root, key).flaws)


def test_one_row_with_a_text_too_long_stops_none_of_the_others(
    make_watch: MakeWatch, now: datetime
) -> None:
    named = calls_with_groups(now, [*"abcd", TOO_LONG, *"efgh"])
    watch = watch_of(make_watch, named, now)
    assert len(watch.stored_us()) == 9
    assert warnings_of(watch).keys() == {"cut_texts"}
    message = warnings_of(watch)["cut_texts"]
    assert "hold 1 text of more than 1,024 characters (group_by: 1)" in message
    assert visits_of(watch, group_by=(cut(TOO_LONG),)) == 1
    assert visits_of(watch, group_by=(TOO_LONG,)) == 1


def test_the_row_is_named_with_its_column_and_what_became_of_it(
    make_watch: MakeWatch, now: datetime
) -> None:
    named = calls_with_groups(now, ["a", TOO_LONG])
    [flaw] = flaws_of(watch_of(make_watch, named, now)).list_latest()
    assert flaw.place == f"the call of {named[1].row.time}"
    assert (flaw.column, flaw.reason) == ("group_by", "cut")


def test_texts_that_are_short_enough_give_no_warning(make_watch: MakeWatch, now: datetime) -> None:
    watch = watch_of(make_watch, calls_with_groups(now, ["x" * 1024]), now)
    assert warnings_of(watch) == {}


def test_the_latest_flaws_are_named_and_all_are_counted(
    make_watch: MakeWatch, now: datetime
) -> None:
    begin = now - timedelta(hours=1)
    count = MOST_NAMED + 100
    named = [
        NamedCall(begin + timedelta(seconds=number), group_by=TOO_LONG) for number in range(count)
    ]
    log = flaws_of(watch_of(make_watch, named, now))
    assert dict(log.counts) == {("group_by", "cut"): count}
    assert [flaw.place for flaw in log.list_latest()] == [
        f"the call of {call.row.time}" for call in named[100:]
    ]


@pytest.mark.parametrize("turns", [1, 2])
def test_an_import_cuts_and_counts_each_call_once_however_often_it_is_run(
    make_watch: MakeWatch, now: datetime, turns: int
) -> None:
    named = calls_with_groups(now, ["a", TOO_LONG, "b", TOO_LONG + "x"])
    watch = watch_of(make_watch, [], now)
    for _ in range(turns):
        errand = Import(watch.database, watch.dashboard_id, watch.settings, watch.clock)
        errand.run(NamedSource(named))
    assert dict(flaws_of(watch).counts) == {("group_by", "cut"): 2}
    assert [flaw.place for flaw in flaws_of(watch).list_latest()] == [
        f"the call of {named[place].row.time}" for place in (1, 3)
    ]
    assert "group_by: 2" in warnings_of(watch)["cut_texts"]


def test_of_5000_endpoints_no_call_is_lost_and_the_later_ones_share_a_name(
    make_watch: MakeWatch, now: datetime
) -> None:
    begin = now - timedelta(hours=2)
    named = [
        NamedCall(begin + timedelta(seconds=number), endpoint=f"endpoint {number}")
        for number in range(5000)
    ]
    watch = watch_of(make_watch, named, now)
    ids = (watch.owner_id, watch.dashboard_id)
    shown = get(watch.database, *ids, with_aggregates=False, now=watch.clock()).endpoints
    names = {endpoint.name for endpoint in shown}
    assert len(shown) <= 4096
    assert visits_of(watch) == 5000
    others = 5000 - len({call.endpoint for call in named} & names)
    assert visits_of(watch, endpoint=("(other endpoints)",)) == others
    message = warnings_of(watch)["other_endpoints"]
    assert f"{others:,} calls count as “(other endpoints)”" in message
    box = get_endpoint_box(
        watch.database,
        *ids,
        "(other endpoints)",
        Selection(),
        with_distribution=False,
        now=watch.clock(),
    )
    assert box.value["total_visits"] == others


def test_of_4096_endpoints_and_versions_each_keeps_its_name(
    make_watch: MakeWatch, now: datetime
) -> None:
    begin = now - timedelta(hours=2)
    named = [
        NamedCall(begin + timedelta(seconds=number), version=f"1.{number}")
        for number in range(4096)
    ]
    watch = watch_of(make_watch, named, now)
    ids = (watch.owner_id, watch.dashboard_id)
    details = get(watch.database, *ids, with_aggregates=False, now=watch.clock())
    assert list(details.versions) == [call.version for call in named]
    assert warnings_of(watch) == {}


def test_calls_of_further_versions_are_counted_under_one_name(
    make_watch: MakeWatch, now: datetime
) -> None:
    begin = now - timedelta(hours=2)
    named = [
        NamedCall(begin + timedelta(seconds=number), version=f"1.{number}")
        for number in range(4200)
    ]
    watch = watch_of(make_watch, named, now)
    assert visits_of(watch) == 4200
    assert warnings_of(watch).keys() == {"other_versions"}
    assert watch.view().version == "(other versions)"
