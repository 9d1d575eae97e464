"""`total_visits`: how many calls there were."""

from pydash_app.statistics.statistic import Statistic

STATISTICS = (Statistic("total_visits", lambda facts: facts.visits.tolist()),)
