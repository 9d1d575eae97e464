"""All statistics by their name."""

from collections.abc import Mapping

from pydash_app.errors import InvalidInputError
from pydash_app.statistics.execution_times import EXECUTION_TIME_STATISTICS
from pydash_app.statistics.statistic import Statistic
from pydash_app.statistics.unique_visitors import UNIQUE_VISITORS
from pydash_app.statistics.visits import TOTAL_VISITS
from pydash_app.statistics.visits_per_ip import VISITS_PER_IP

STATISTICS: Mapping[str, Statistic] = {
    statistic.name: statistic
    for statistic in (TOTAL_VISITS, VISITS_PER_IP, UNIQUE_VISITORS, *EXECUTION_TIME_STATISTICS)
}


def get_statistic(name: str) -> Statistic:
    """The statistic of a name.

    Raises:
        InvalidInputError: there is none.
    """
    if name not in STATISTICS:
        reason = f"Unknown statistic. Known are: {', '.join(STATISTICS)}."
        raise InvalidInputError(reason, fields={"statistic": reason})
    return STATISTICS[name]
