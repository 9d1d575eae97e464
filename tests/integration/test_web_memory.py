"""A web process takes little more memory than it keeps, however many threads ask at once."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.asking import Session
from benchmarks.pydash_stack import PydashStack, memory_mib
from benchmarks.questions import list_questions
from benchmarks.rows import make_parts
from benchmarks.seeding import USER_NAME, seed_parts
from benchmarks.web_memory import measure_web_memory

END = datetime(2026, 11, 1, tzinfo=UTC)
CALLS = 1_000_000

MOST_MIB_OVER_IDLE = 220
"""Some 110 are columns that are kept; 300 were needed when all threads took what they wanted."""


@pytest.mark.own_storage(reason="it is the web process that is measured, and seeding takes long")
def test_eight_threads_that_ask_everything_at_once_take_bounded_memory(tmp_path: Path) -> None:
    with PydashStack(tmp_path / "pydash") as stack:
        with closing(stack.open_database()) as database:
            parts = make_parts(CALLS, END, part_count=2)
            dashboard_id = seed_parts(database, stack.settings, parts, END)
        stack.restart_web()
        session = Session.log_in(stack, dashboard_id, USER_NAME)
        idle_mib, _ = memory_mib(stack.web_worker_pid())

        found = measure_web_memory(session, list_questions(END), CALLS)

    assert found.at_once.peak - idle_mib < MOST_MIB_OVER_IDLE
