"""The statistics, a module for each kind.

Every module here names its own in `STATISTICS`; that is all it takes for the API to know them.
They see calls through `pydash_app.statistics.facts` alone, and so work on roll-ups, too.
"""
