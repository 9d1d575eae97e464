"""Processes that come and go count in the same few files, and what they counted stays."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pydash_app.metrics.exposition import write_metrics
from pydash_app.metrics.slots import forget_dead, list_slots

COUNTING = Path(__file__).with_name("counting_process.py")


@contextmanager
def counting_process(data_dir: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, str(COUNTING), str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "counted\n"
            yield process
        finally:
            process.kill()


def samples_of(folder: Path) -> dict[tuple[str, str], float]:
    """Values by name and process."""
    text = write_metrics(folder).decode()
    return {
        (sample.name, sample.labels.get("process", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "metrics"


def test_processes_count_together(tmp_path: Path, folder: Path) -> None:
    with ExitStack() as running:
        for _ in range(2):
            running.enter_context(counting_process(tmp_path))
        found = samples_of(folder)
    assert found["pydash_calls_stored_total", ""] == 14
    assert found["pydash_processes", "worker"] == 2
    assert found["pydash_process_starts_total", "worker"] == 2


def test_who_takes_a_dead_processs_place_counts_on(tmp_path: Path, folder: Path) -> None:
    for _ in range(2):
        with counting_process(tmp_path):
            pass
    with counting_process(tmp_path):
        found = samples_of(folder)
    assert list_slots(folder) == ["worker-0"]
    assert found["pydash_calls_stored_total", ""] == 21
    assert found["pydash_processes", "worker"] == 1


def test_a_gauge_is_gone_with_its_process_and_a_counter_stays(
    tmp_path: Path, folder: Path
) -> None:
    with counting_process(tmp_path):
        assert samples_of(folder)["pydash_users", ""] == 3
    found = samples_of(folder)
    assert ("pydash_users", "") not in found
    assert found["pydash_calls_stored_total", ""] == 7
    assert found["pydash_processes", "worker"] == 0


def test_only_the_dead_are_forgotten(tmp_path: Path, folder: Path) -> None:
    with counting_process(tmp_path):
        with counting_process(tmp_path):
            pass
        forget_dead(folder, "scheduler")
        assert list_slots(folder) == ["worker-0", "worker-1"]
        forget_dead(folder, "scheduler", "worker")
        assert list_slots(folder) == ["worker-0"]
        assert samples_of(folder)["pydash_calls_stored_total", ""] == 7


def test_the_files_are_as_large_as_they_get(tmp_path: Path, folder: Path) -> None:
    with counting_process(tmp_path):
        on_disk = sum(path.stat().st_blocks * 512 for path in folder.glob("*.db"))
        sizes = sum(path.stat().st_size for path in folder.glob("*.db"))
    assert on_disk >= sizes  # no holes, which a full disk could not fill


def test_without_a_folder_there_is_the_build_alone(folder: Path) -> None:
    assert set(samples_of(folder)) == {("pydash_build_info", "")}
