"""What a scheduler that is to use a cluster asks for before it starts."""

import sys

import pytest

from pydash_app.errors import SettingsError
from pydash_app.settings import Settings
from pydash_cli.scheduling.executor import check_executor

CLUSTER = "dask://dask.example.org:8786"
DATABASE = "zeo://database.example.org:9999"


def test_without_a_cluster_nothing_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    check_executor(Settings())


def test_a_cluster_needs_a_database_that_its_workers_reach() -> None:
    with pytest.raises(SettingsError, match="set PYDASH_DATABASE"):
        check_executor(Settings(executor=CLUSTER))


def test_a_cluster_needs_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    check_executor(Settings(executor=CLUSTER, database=DATABASE))
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingsError, match=r"pip install '\./pydash_io-.+\.whl\[dask\]'"):
        check_executor(Settings(executor=CLUSTER, database=DATABASE))


@pytest.mark.parametrize(
    "value", ["dask.example.org:8786", "dask://dask.example.org", "tcp://a:1", "dask://a:b"]
)
def test_what_is_no_address_of_a_cluster_is_refused(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDASH_EXECUTOR", value)
    with pytest.raises(ValueError, match="dask://host:port"):
        Settings()
