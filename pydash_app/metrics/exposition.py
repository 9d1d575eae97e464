"""Writes down what all processes of this machine have counted."""

import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from pydash_app.metrics.slots import is_alive, kind_of, list_files, list_slots

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def write_metrics(folder: Path) -> bytes:
    """The metrics of a folder in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Collector(folder))
    return generate_latest(registry)


class _Collector(Collector):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering does not collect."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Everything."""
        yield _build_info()
        yield self._count_processes()
        try:
            yield from self._merge()
        except FileNotFoundError:  # of a process that ended for good at this moment
            yield from self._merge()

    def _merge(self) -> list[Metric]:
        files = [str(path) for path in list_files(self._folder)]
        return list(MultiProcessCollector.merge(files))  # type: ignore[no-untyped-call]

    def _count_processes(self) -> Metric:
        family = GaugeMetricFamily(
            "pydash_processes", "Processes that are alive, by their kind.", labels=["process"]
        )
        slots = list_slots(self._folder)
        for kind in sorted({kind_of(slot) for slot in slots}):
            alive = sum(is_alive(self._folder, slot) for slot in slots if kind_of(slot) == kind)
            family.add_metric([kind], alive)
        return family


def _build_info() -> Metric:
    family = GaugeMetricFamily(
        "pydash_build_info", "Always 1; its labels say what runs.", labels=["version", "python"]
    )
    family.add_metric([version("pydash-io"), platform.python_version()], 1)
    return family
