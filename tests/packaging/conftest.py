"""The distributions and an installation of them, made once for all tests that look at them."""

from pathlib import Path

import pytest

from tests.packaging.distributions import Distributions, build_distributions, install_wheel


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """The sdist and the wheel of this tree."""
    return build_distributions(tmp_path_factory.mktemp("distributions"))


@pytest.fixture(scope="session")
def installed_pydash(
    distributions: Distributions, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The `pydash` of an environment in which the wheel and what it needs are alone."""
    return install_wheel(distributions.wheel, tmp_path_factory.mktemp("installed"))
