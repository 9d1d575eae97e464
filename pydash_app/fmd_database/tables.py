"""Finds FMD's tables, and says how its calls are read from them.

Source:
    Flask-MonitoringDashboard, database/__init__.py of 1.10.9, 1.13.1, 2.0.7, 2.1.4, 3.0.9, 5.1.0.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, String, cast, column, inspect, literal, select, table

from pydash_app.errors import ImportSourceError

CALLS_OF_1 = "functionCalls"
CALLS, ENDPOINTS = "Request", "Endpoint"

_COLUMNS_OF_1 = {"id", "endpoint", "execution_time", "time", "version", "group_by", "ip"}
_COLUMNS = {"id", "endpoint_id", "duration", "time_requested", "version_requested", "ip"}


@dataclass(frozen=True)
class CallTable:
    """The table that holds calls.

    Attributes:
        name: of the table.
        row_id: the column that numbers its rows.
        calls: all of them, with id, endpoint, duration, time, version, group, IP and status code.
        calls_as_texts: the same with times as texts, which holds also what no calendar does.
        rows: the table itself, to be counted.
    """

    name: str
    row_id: Any
    calls: Select[Any]
    calls_as_texts: Select[Any]
    rows: Any


def find_call_tables(engine: Engine, prefix: str | None) -> list[CallTable]:
    """The tables that hold calls: one, or two where FMD 1 was upgraded to 2 and kept its own.

    Args:
        engine: the database.
        prefix: FMD's `TABLE_PREFIX`; `None` where it is to be found out.

    Raises:
        ImportSourceError: there is none, or more than one FMD has its tables here.
    """
    columns = _columns_by_table(engine)
    found = []
    if not prefix and columns.get(CALLS_OF_1, set()) >= _COLUMNS_OF_1:
        found.append(_table_of_1())
    prefixes = [
        name.removesuffix(CALLS)
        for name, there in columns.items()
        if name.endswith(CALLS)
        and there >= _COLUMNS
        and name.removesuffix(CALLS) + ENDPOINTS in columns
    ]
    if prefix is not None:
        prefixes = [one for one in prefixes if one == prefix]
    if len(prefixes) > 1:
        raise ImportSourceError(
            "Several Flask-MonitoringDashboards have their tables in this database. Say whose to "
            f"import with --table-prefix: {', '.join(repr(one) for one in sorted(prefixes))}."
        )
    found += [_table_of_2(one, columns[one + CALLS]) for one in prefixes]
    if not found:
        raise _no_tables(prefix)
    return found


def _columns_by_table(engine: Engine) -> dict[str, set[str]]:
    inspector = inspect(engine)
    return {
        name: {str(one["name"]) for one in inspector.get_columns(name)}
        for name in inspector.get_table_names()
        if name == CALLS_OF_1 or name.endswith((CALLS, ENDPOINTS))
    }


def _table_of_1() -> CallTable:
    rows = table(CALLS_OF_1, *(column(name) for name in sorted(_COLUMNS_OF_1)))
    c = rows.c

    def calls(time: Any) -> Select[Any]:
        return select(
            c.id, c.endpoint, c.execution_time, time, c.version, c.group_by, c.ip, literal(None)
        )

    return CallTable(CALLS_OF_1, c.id, calls(c.time), calls(cast(c.time, String)), rows)


def _table_of_2(prefix: str, there: set[str]) -> CallTable:
    """The tables of FMD 2 and later; versions differ in the last columns."""
    rows = table(prefix + CALLS, *(column(name) for name in sorted(there)))
    endpoints = table(prefix + ENDPOINTS, column("id"), column("name"))
    c = rows.c

    def calls(time: Any) -> Select[Any]:
        """Also those whose endpoint is gone, as fmd_export hands them out."""
        return select(
            c.id,
            endpoints.c.name,
            c.duration,
            time,
            c.version_requested,
            c.group_by if "group_by" in there else literal(None),
            c.ip,
            c.status_code if "status_code" in there else literal(None),
        ).outerjoin_from(rows, endpoints, c.endpoint_id == endpoints.c.id)

    as_texts = calls(cast(c.time_requested, String))
    return CallTable(prefix + CALLS, c.id, calls(c.time_requested), as_texts, rows)


def _no_tables(prefix: str | None) -> ImportSourceError:
    if prefix is not None:
        return ImportSourceError(
            f"This database has no tables of Flask-MonitoringDashboard that begin with {prefix!r}."
        )
    return ImportSourceError(
        "This is no database of Flask-MonitoringDashboard: it has neither a table functionCalls "
        "nor the tables Request and Endpoint."
    )
