"""What a siege comes to, in Markdown, and whether PyDash has withstood it."""

import statistics
from collections import Counter
from collections.abc import Sequence

from pydash_app.health.reasons import DATABASE_UNREACHABLE
from pydash_app.settings import Settings
from tests.strangers.siege import Siege
from tests.strangers.visitors import Asked

SLOWER_AT_MOST = 2.0
LATE_S = 5.0
"""How much later than due a connection may be ended on a busy machine."""

KINDS = ("silent heads", "slow heads", "slow bodies", "slow chunks", "readers that stop")
WHATS = ("health", "login", "dashboard")


def longest_s(settings: Settings) -> dict[str, float]:
    """How long a connection of each kind may last.

    A pace is known to be too slow after one stretch, or after two where the first was fast.
    """
    head_s, body_s, write_s = (
        settings.head_timeout,
        settings.body_timeout,
        settings.write_timeout,
    )
    return dict(zip(KINDS, (head_s, head_s, 2 * body_s, 2 * body_s, 2 * write_s), strict=True))


def list_failures(siege: Siege, settings: Settings, *, is_timed: bool) -> list[str]:
    """What PyDash did not withstand.

    Args:
        siege: what happened.
        settings: of the PyDash.
        is_timed: whether the times count, which a machine that does other things may spoil; its
            database may be late for health's taste, too.
    """
    failed = [one for one in siege.besieged if one.failure]
    if not is_timed:
        failed = [one for one in failed if DATABASE_UNREACHABLE.code not in one.failure]
    found = [f"{one.what}: {one.failure}" for one in failed]
    for kind, limit_s in longest_s(settings).items() if is_timed else ():
        lasted = [one.lasted_s for one in siege.endings if one.kind == kind]
        lasted += siege.still_open[kind]
        if max(lasted) > limit_s + LATE_S:
            found.append(f"{kind}: one lasted {max(lasted):.1f} s")
    for what in WHATS if is_timed else ():
        ratio = _p95(siege.besieged, what) / _p95(siege.calm, what)
        if ratio > SLOWER_AT_MOST:
            found.append(f"{what}: p95 is {ratio:.2f} times as long")
    return found


def write_report(siege: Siege, *, clients: int, seconds: float) -> str:
    """Summarise a siege."""
    lines = [
        f"{clients} hostile connections for {seconds:g} seconds, and as long without them.",
        "",
        "| each second | without: p50 | p95 | with: p50 | p95 | ratio of p95 | asked | failed |",
        "|---|---|---|---|---|---|---|---|",
        *(_row_of(siege, what) for what in WHATS),
        "",
        "| hostile connections | ended | after, median | at most | answered |",
        "|---|---|---|---|---|",
        *(_row_of_kind(siege, kind) for kind in KINDS),
        "",
        "| both web processes together | before | during | after |",
        "|---|---|---|---|",
        *_rows_of_loads(siege),
    ]
    return "\n".join(lines)


def _row_of(siege: Siege, what: str) -> str:
    calm = [one.took_ms for one in siege.calm if one.what == what]
    besieged = [one for one in siege.besieged if one.what == what]
    times = [one.took_ms for one in besieged]
    with_p95, without_p95 = _p95(siege.besieged, what), _p95(siege.calm, what)
    failed_count = sum(bool(one.failure) for one in besieged)
    return (
        f"| {what} | {statistics.median(calm):.1f} ms | {without_p95:.1f} ms "
        f"| {statistics.median(times):.1f} ms | {with_p95:.1f} ms "
        f"| {with_p95 / without_p95:.2f} | {len(times)} | {failed_count} |"
    )


def _row_of_kind(siege: Siege, kind: str) -> str:
    endings = [one for one in siege.endings if one.kind == kind]
    lasted = [one.lasted_s for one in endings]
    statuses = Counter(one.status or "not" for one in endings)
    answered = ", ".join(f"{status}: {count}" for status, count in statuses.most_common())
    return (
        f"| {kind} | {len(endings)} | {statistics.median(lasted):.1f} s "
        f"| {max(lasted):.1f} s | {answered} |"
    )


def _rows_of_loads(siege: Siege) -> list[str]:
    loads = [siege.loads[when] for when in ("before", "during", "after")]
    files = " | ".join(str(load.files) for load in loads)
    threads = " | ".join(str(load.threads) for load in loads)
    memory = " | ".join(f"{load.memory_mib:.0f} MiB" for load in loads)
    return [f"| open files | {files} |", f"| threads | {threads} |", f"| memory | {memory} |"]


def _p95(asked: Sequence[Asked], what: str) -> float:
    times = [one.took_ms for one in asked if one.what == what]
    return statistics.quantiles(times, n=20)[-1]
