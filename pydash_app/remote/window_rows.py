"""The rows of calls that FMD 1 and 2.0 hand out, and what is made of those that are none."""

from collections.abc import Mapping

import msgspec

from pydash_app.errors import BadRemoteDataError
from pydash_app.remote.loose_rows import LooseRow, place_of_time, row_of

Names = Mapping[str, str]
"""What the columns of a wire format are called, by our names."""

NAMES_OF_1: Names = {
    name: name for name in ("endpoint", "execution_time", "time", "version", "group_by", "ip")
}
NAMES_OF_2_0: Names = {
    **NAMES_OF_1,
    "endpoint": "endpoint_id",
    "execution_time": "duration",
    "time": "time_requested",
    "version": "version_requested",
}
_TIMES_ELSEWHERE = frozenset({NAMES_OF_1["time"], NAMES_OF_2_0["time"]})


class NumberedCall(msgspec.Struct, gc=False):
    """A row as FMD 2.0 sends it."""

    endpoint_id: int
    execution_time: float = msgspec.field(name="duration")
    time: str = msgspec.field(name="time_requested")
    version: str | None = msgspec.field(name="version_requested")
    group_by: str | None
    ip: str

    @property
    def endpoint(self) -> str:
        """What can be said of it: which name belongs to the number, 2.0 does not tell."""
        return _name_of(self.endpoint_id)

    @property
    def place(self) -> str:
        """These rows have no number: the time is all there is to find one by."""
        return place_of_time(self.time)


def loosen(value: object, names: Names, number: int, where: str) -> LooseRow:
    """A row of whatever an app sent in the place of one.

    Args:
        value: as sent.
        names: that its columns have.
        number: of the row in the answer.
        where: which answer that is.

    Raises:
        BadRemoteDataError: the row is of another wire format.
    """
    sent = value if isinstance(value, dict) else {}
    if names["time"] not in sent and not _TIMES_ELSEWHERE.isdisjoint(sent):
        raise BadRemoteDataError(
            "The app sent calls as another version of Flask-MonitoringDashboard does. "
            "PyDash looks which one it is, and goes on by itself."
        )
    values = {name: sent[column] for name, column in names.items() if column in sent}
    if names["endpoint"] == "endpoint_id" and type(values.get("endpoint")) is int:
        values["endpoint"] = _name_of(values["endpoint"])
    return row_of(values, place_of_time(values.get("time"), f"row {number} {where}"))


def _name_of(endpoint_id: int) -> str:
    return f"endpoint {endpoint_id}"
