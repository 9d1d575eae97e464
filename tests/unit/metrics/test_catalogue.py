"""The names of the metrics are those that Prometheus' own rules ask for."""

import re

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric

from pydash_app.metrics.catalogue import Catalogue

LABELS = {"process", "route", "method", "status", "result", "outcome", "kind", "state"}
"""Each has a handful of values that the code chooses; never an id, a name or an address."""


def families() -> list[Metric]:
    registry = CollectorRegistry()
    Catalogue(registry)
    return list(registry.collect())


def test_each_has_a_name_of_ours_and_a_sentence() -> None:
    found = families()
    assert len(found) > 30
    for family in found:
        assert re.fullmatch(r"pydash_[a-z_]+", family.name), family.name
        assert family.documentation.endswith("."), family.name


def test_times_and_sizes_bear_their_unit() -> None:
    for family in families():
        words = set(family.name.split("_"))
        if family.type == "histogram" or words & {"duration", "lag", "age", "delay", "timestamp"}:
            assert family.name.endswith("_seconds"), family.name
        if words & {"size", "free"}:
            assert family.name.endswith("_bytes"), family.name


def test_labels_are_of_few_values() -> None:
    catalogue = Catalogue(CollectorRegistry())
    named = [
        metric._labelnames
        for part in (catalogue, catalogue.scheduler, catalogue.database_server)
        for metric in vars(part).values()
        if hasattr(metric, "_labelnames")
    ]
    assert len(named) > 30
    assert {name for names in named for name in names} <= LABELS
