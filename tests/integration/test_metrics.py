"""Every process of a real PyDash is seen in /metrics, and what happens to it."""

import os
import signal
from collections.abc import Callable

import pytest
import requests
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.stack.fixtures import StartPydash
from tests.stack.running_pydash import Person, RunningPydash
from tests.stack.storages import Storage, chosen
from tests.stack.waiting import find_free_port, wait_until

pytestmark = pytest.mark.processes


def families_at(url: str) -> dict[str, Metric]:
    answer = requests.get(url, timeout=10)
    assert answer.status_code == 200, answer.text
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def value_of(pydash: RunningPydash, name: str, **labels: str) -> float | None:
    """One sample; `None` where there is none."""
    family = name.removesuffix("_total")
    found = families_at(f"{pydash.base_url}/metrics").get(family)
    values = [
        sample.value
        for sample in (found.samples if found else ())
        if sample.name == name and sample.labels == labels
    ]
    assert len(values) <= 1
    return values[0] if values else None


def comes_true(holds: Callable[[], bool], what: str) -> None:
    wait_until(holds, timeout_s=60, what=what)


def test_every_process_counts_and_its_death_is_seen(start_pydash: StartPydash) -> None:
    port = find_free_port()
    pydash = start_pydash(WEB_WORKERS="2", SCHEDULER_METRICS_PORT=str(port))
    expected = {"supervisor": 1, "scheduler": 1, "web": 2, "worker": 2}
    if chosen() is Storage.OWN:
        expected["database"] = 1
    for process, count in expected.items():
        comes_true(
            lambda p=process, c=count: value_of(pydash, "pydash_processes", process=p) == c,  # type: ignore[misc]
            process,
        )
    assert families_at(f"http://127.0.0.1:{port}/metrics").keys() >= {"pydash_scheduler_tasks"}

    scheduler_pid = pydash.leader_pid("scheduler")
    assert scheduler_pid is not None
    os.kill(scheduler_pid, signal.SIGKILL)
    comes_true(
        lambda: (
            value_of(pydash, "pydash_process_restarts_total", process="scheduler") == 1
            and value_of(pydash, "pydash_processes", process="scheduler") == 1
        ),
        "the scheduler is back",
    )


def test_what_people_and_the_scheduler_do_is_counted(start_pydash: StartPydash) -> None:
    pydash = start_pydash()
    alice = Person(pydash)
    alice.join()
    comes_true(lambda: value_of(pydash, "pydash_users") == 1, "the scheduler sees alice")
    comes_true(
        lambda: value_of(pydash, "pydash_tasks_total", kind="send_mail", outcome="succeeded") == 1,
        "the mail's task",
    )
    login = {"route": "/api/login", "method": "POST", "status": "200"}
    assert value_of(pydash, "pydash_http_requests_total", **login) == 1
    commit_count = value_of(pydash, "pydash_zeo_commits_total") or 0
    assert commit_count > 3 or chosen() is not Storage.OWN
    size = value_of(pydash, "pydash_database_size_bytes") or 0
    assert size > 1000
    for name in ("pydash_mails_waiting", "pydash_scheduler_overdue_fetches"):
        assert value_of(pydash, name) == 0
