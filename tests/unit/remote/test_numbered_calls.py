"""The rows of FMD 2.0, which name their endpoint by a number."""

import msgspec
import pytest

from pydash_app.remote.call_rows import to_batch
from pydash_app.remote.fmd_windows import _NumberedCall


@pytest.mark.parametrize(("number", "name"), [("7", "endpoint 7"), ("null", "None")])
def test_a_number_stands_for_a_name(number: str, name: str) -> None:
    row = (
        f'{{"endpoint_id": {number}, "duration": 1.5, "time_requested": "2026-11-23 19:36:16", '
        '"version_requested": null, "group_by": null, "ip": "::1"}'
    )
    batch = to_batch([msgspec.json.decode(row, type=_NumberedCall)])
    assert batch.endpoint.texts == (name,)
