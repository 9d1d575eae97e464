"""The report of a run, in Markdown."""

from collections.abc import Sequence

from tests.chaos.checker import Findings
from tests.chaos.rounds import ON_TIME_S, RoundResult


def write_report(
    results: Sequence[RoundResult],
    whole: Findings,
    *,
    missing: Sequence[str],
    seed: int,
    log: str,
    lasted_s: float,
) -> str:
    """Summarise a run.

    Args:
        results: of each round.
        whole: of the comparison of everything at the end.
        missing: faults that this machine did not allow.
        seed: of the run.
        log: of PyDash.
        lasted_s: the whole run.
    """
    on_time = [result.latest_s for result in results if result.latest_s is not None]
    late_count = sum(latest_s > ON_TIME_S for latest_s in on_time)
    lines = [
        f"{len(results)} rounds, seed {seed}, {lasted_s / 60:.0f} minutes",
        "",
        "| | |",
        "|---|---|",
        f"| calls compared one by one at the end | {whole.checked:,} |",
        f"| lost | {whole.lost + sum(result.findings.lost for result in results)} |",
        f"| doubled | {whole.doubled + sum(result.findings.doubled for result in results)} |",
        f"| dashboards stuck | {sum(len(result.stuck) for result in results)} |",
        f"| rounds in which only remotes broke | {len(on_time)} |",
        f"| … in which another dashboard was over {ON_TIME_S:g} s behind | {late_count} |",
        f"| … the most that another dashboard was behind | {max(on_time, default=0):.1f} s |",
        f"| tracebacks in PyDash's log | {log.count('Traceback (most recent call last)')} |",
        "",
        "| what broke, alone or with others | rounds | slowest recovery |",
        "|---|---|---|",
        *_rows_by_fault(results),
        *(f"\nLeft out: {reason}" for reason in missing),
    ]
    return "\n".join(lines)


def _rows_by_fault(results: Sequence[RoundResult]) -> list[str]:
    recoveries: dict[str, list[float]] = {}
    for result in results:
        for name in set(result.faults):
            recoveries.setdefault(name, []).append(result.recovery_s)
    return [
        f"| {name} | {len(times_s)} | {max(times_s):.1f} s |"
        for name, times_s in sorted(recoveries.items())
    ]
