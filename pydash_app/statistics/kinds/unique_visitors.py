"""`unique_visitors`: how many different IPs called."""

from pydash_app.statistics.statistic import Statistic

STATISTICS = (Statistic("unique_visitors", lambda facts: facts.visitors.tolist()),)
