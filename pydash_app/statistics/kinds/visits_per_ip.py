"""`visits_per_ip`: how many calls each IP made."""

from pydash_app.statistics.statistic import Statistic

STATISTICS = (
    Statistic("visits_per_ip", lambda facts: [*facts.visits_per_ip], is_aggregate=False),
)
