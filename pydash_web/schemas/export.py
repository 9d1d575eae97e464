"""Answer of the export: text, a line for each call."""

from typing import Annotated

from pydantic import Field

ExportAnswer = Annotated[
    str,
    Field(
        description="The calls in the order of their time, each with called_at (ISO 8601, UTC, to "
        "the microsecond), endpoint, version, ip, group_by and execution_time in milliseconds. In "
        "CSV, a text that a spreadsheet would run as a formula is made harmless by an apostrophe "
        "before it, also where what comes first can't be seen or other separators would begin a "
        "cell; figures stay figures, and JSON lines keep every text as it is. "
        "Calls behind the instant in the header X-Pydash-Complete-Until are among them, and "
        "others may be missing there. When something fails after the answer has begun, the "
        "connection ends before the answer does."
    ),
]
