"""Timeslices and statistics: pure functions over the columns of a dashboard's calls.

May import `pydash_app.errors` and `pydash_app.measurements`. Knows no database and no clock.
"""
