"""Statistics are found where they are written."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from pydash_app.errors import InvalidInputError
from pydash_app.statistics import kinds
from pydash_app.statistics.registry import get_statistic, load_statistics

CONTRACT = (
    "total_visits",
    "total_execution_time",
    "average_execution_time",
    "visits_per_ip",
    "unique_visitors",
    "fastest_measured_execution_time",
    "fastest_quartile_execution_time",
    "median_execution_time",
    "slowest_quartile_execution_time",
    "ninetieth_percentile_execution_time",
    "ninety-ninth_percentile_execution_time",
    "slowest_measured_execution_time",
)


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contracts_statistics_are_there(name: str) -> None:
    assert get_statistic(name).name == name


def test_every_module_of_kinds_adds_its_statistics() -> None:
    modules = [path.stem for path in Path(kinds.__path__[0]).glob("[!_]*.py")]

    found = [
        statistic.name
        for module in modules
        for statistic in import_module(f"{kinds.__name__}.{module}").STATISTICS
    ]
    assert sorted(found) == sorted(load_statistics())


def test_the_example_of_contributing_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Path("CONTRIBUTING.md").read_text()
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example
    (tmp_path / "slow_share.py").write_text(example[1])
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    load_statistics.cache_clear()

    try:
        assert get_statistic("slow_share").is_aggregate
    finally:
        load_statistics.cache_clear()


def test_an_unknown_statistic_names_the_known() -> None:
    with pytest.raises(InvalidInputError, match="total_visits"):
        get_statistic("mean")
