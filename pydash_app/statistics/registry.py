"""All statistics by their name, found in the modules of `kinds`."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from pydash_app.errors import InvalidInputError
from pydash_app.statistics import kinds
from pydash_app.statistics.statistic import Statistic


@cache
def load_statistics() -> Mapping[str, Statistic]:
    """Every statistic by its name."""
    modules = [
        import_module(found.name) for found in iter_modules(kinds.__path__, f"{kinds.__name__}.")
    ]
    return {statistic.name: statistic for module in modules for statistic in module.STATISTICS}


def canonical_name(name: str) -> str:
    """The name of a statistic that may be written with blanks, as specifications print it.

    What is no statistic's name stays as it is.
    """
    joined = name.replace(" ", "_")
    return joined if joined in load_statistics() else name


def get_statistic(name: str) -> Statistic:
    """The statistic of a name.

    Raises:
        InvalidInputError: there is none.
    """
    statistics = load_statistics()
    if name not in statistics:
        reason = f"Unknown statistic. Known are: {', '.join(statistics)}."
        raise InvalidInputError(reason, fields={"statistic": reason})
    return statistics[name]
