"""Reads the calls in the own database of a Flask-MonitoringDashboard, of any version.

Needs SQLAlchemy and drivers, which come with the extra `import`: nobody but the command line
imports this package, and only where it is asked for. Reads in short queries and never writes: the
app may be using its database meanwhile. Never puts a password into an error, a log or a `repr`.
May import: `pydash_app.errors`, `pydash_app.measurements.batch`, `pydash_app.remote.call_rows`
and `.loose_rows`.
"""

from pydash_app.fmd_database.calls import FmdCalls, open_fmd_database

__all__ = ["FmdCalls", "open_fmd_database"]
