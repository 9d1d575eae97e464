"""The rows of FMD 2.0, which name their endpoint by a number."""

import pytest

from pydash_app.errors import BadRemoteDataError
from pydash_app.remote.call_rows import to_batch
from pydash_app.remote.row_reading import read_list
from pydash_app.remote.window_rows import NAMES_OF_1, NAMES_OF_2_0, NumberedCall, loosen

ROW = (
    '[{{"endpoint_id": {}, "duration": 1.5, "time_requested": "2026-11-23 19:36:16", '
    '"version_requested": null, "group_by": null, "ip": "::1"}}]'
)


@pytest.mark.parametrize(
    ("number", "name", "flaws"),
    [
        ("7", "endpoint 7", []),
        ("null", "None", [("endpoint", "missing")]),
        ('"cart"', "cart", []),
        ("[7]", "None", [("endpoint", "unreadable")]),
    ],
)
def test_a_number_stands_for_a_name(number: str, name: str, flaws: list[tuple[str, str]]) -> None:
    read = read_list(
        ROW.format(number), NumberedCall, lambda value, n: loosen(value, NAMES_OF_2_0, n, "")
    )
    batch = to_batch(read)
    assert batch.endpoint.texts == (name,)
    assert [(flaw.column, flaw.reason) for flaw in batch.flaws] == flaws


def test_rows_of_another_version_are_not_bad_rows_but_another_version() -> None:
    with pytest.raises(BadRemoteDataError, match="another version"):
        loosen({"time_requested": "2026-11-23 19:36:16", "duration": 1.5}, NAMES_OF_1, 1, "")
    with pytest.raises(BadRemoteDataError, match="another version"):
        loosen({"time": "2026-11-23 19:36:16", "execution_time": 1.5}, NAMES_OF_2_0, 1, "")
