"""Calls that the app answered with an error of its own: a status code of 500 or more.

4xx is no error here: it tells the caller that the request was wrong, and scanners ask for pages
that never existed all day. Such a call counts among those whose status is known.

Where no call of a group has a known status both are `None`: the wire formats of 1.x and 2.0 tell
none, and sums of months that were closed before PyDash counted statuses hold none.
"""

from pydash_app.statistics.facts import Facts
from pydash_app.statistics.statistic import Statistic, StatisticValue


def _total(facts: Facts) -> list[StatisticValue]:
    return [
        failed if answered else None
        for failed, answered in zip(facts.failed.tolist(), facts.answered.tolist(), strict=True)
    ]


def _rate(facts: Facts) -> list[StatisticValue]:
    return [
        failed / answered if answered else None
        for failed, answered in zip(facts.failed.tolist(), facts.answered.tolist(), strict=True)
    ]


STATISTICS = (Statistic("total_errors", _total), Statistic("error_rate", _rate))
