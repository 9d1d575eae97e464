"""The kinds of texts that bodies and addresses hold, each with its longest length.

The length is looked at before anything else is done with a text; `tests/web/test_input_bounds.py`
fails for a text without one.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, JsonValue, StringConstraints, WithJsonSchema

from pydash_app.dashboard.inputs import (
    LONGEST_NAME_CHARACTERS as LONGEST_DASHBOARD_NAME,
)
from pydash_app.dashboard.inputs import (
    LONGEST_SENT_NAME_CHARACTERS as LONGEST_SENT_DASHBOARD_NAME,
)
from pydash_app.dashboard.inputs import (
    LONGEST_TOKEN_CHARACTERS,
)
from pydash_app.dashboard.request_headers import (
    LONGEST_HEADER_NAME_CHARACTERS,
    LONGEST_HEADER_VALUE_CHARACTERS,
)
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS
from pydash_app.remote.remote_url import LONGEST_URL_CHARACTERS
from pydash_app.user.services.codes import LONGEST_CODE_CHARACTERS
from pydash_app.user.services.login import LONGEST_LOGIN_CHARACTERS
from pydash_app.user.services.passwords import LONGEST_PASSWORD_CHARACTERS
from pydash_app.user.services.registration import (
    LONGEST_EMAIL_CHARACTERS,
    LONGEST_NAME_CHARACTERS,
    LONGEST_SENT_NAME_CHARACTERS,
)
from pydash_web.schemas.base import Instant

LONGEST_ID_CHARACTERS = 36
LONGEST_INSTANT_CHARACTERS = 64


def at_most(most: int) -> BeforeValidator:
    """Look at the length of a text before it is read as something else."""

    def check(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("This must be text.")  # noqa: TRY004 - pydantic's own way to refuse
        if len(value) > most:
            raise ValueError(f"Use at most {most:,} characters.")
        return value

    return BeforeValidator(check)


def _documented(most: int) -> Callable[[dict[str, object]], None]:
    """Write down a length that the domain looks at."""
    return lambda schema: schema.update(maxLength=most)


def _as_people_count(most: int) -> dict[str, JsonValue]:
    """Write down how many characters a text may have once it is normalized; forms ask for that."""
    return {"x-most-characters": most}


Name = Annotated[
    str,
    StringConstraints(max_length=LONGEST_SENT_NAME_CHARACTERS),
    Field(
        description=f"At most {LONGEST_NAME_CHARACTERS} characters, counted after accents are "
        "joined with their letters (Unicode's NFC).",
        json_schema_extra=_as_people_count(LONGEST_NAME_CHARACTERS),
    ),
]
"""What a user or a token is to be called; an empty one the domain refuses."""

FilledName = Annotated[Name, StringConstraints(min_length=1)]
"""The name of somebody."""

LoginName = Annotated[
    str,
    StringConstraints(min_length=1),
    Field(json_schema_extra=_documented(LONGEST_LOGIN_CHARACTERS)),
]
"""Who wants in; too long a name is a wrong one, and answered as such."""

Email = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL_CHARACTERS)]

FilledEmail = Annotated[Email, StringConstraints(min_length=1)]

KnownPassword = Annotated[
    str,
    StringConstraints(min_length=1),
    Field(repr=False, json_schema_extra=_documented(LONGEST_PASSWORD_CHARACTERS)),
]
"""A password that should be right; too long a one is wrong, and answered as such."""

NewPassword = Annotated[
    str, StringConstraints(max_length=LONGEST_PASSWORD_CHARACTERS), Field(repr=False)
]
"""A password to be."""

FilledNewPassword = Annotated[NewPassword, StringConstraints(min_length=1)]

Code = Annotated[str, StringConstraints(max_length=LONGEST_CODE_CHARACTERS), Field(repr=False)]
"""What was mailed to somebody."""

FilledCode = Annotated[Code, StringConstraints(min_length=1)]

DashboardName = Annotated[
    str,
    StringConstraints(max_length=LONGEST_SENT_DASHBOARD_NAME),
    Field(
        description=f"At most {LONGEST_DASHBOARD_NAME} characters, counted after accents are "
        "joined with their letters (Unicode's NFC).",
        json_schema_extra=_as_people_count(LONGEST_DASHBOARD_NAME),
    ),
]
"""What a dashboard is to be called; an empty one the domain refuses."""

DashboardUrl = Annotated[str, StringConstraints(max_length=LONGEST_URL_CHARACTERS)]

SecurityCode = Annotated[
    str, StringConstraints(max_length=LONGEST_TOKEN_CHARACTERS), Field(repr=False)
]
"""Of a monitored app."""

HeaderName = Annotated[str, StringConstraints(max_length=LONGEST_HEADER_NAME_CHARACTERS)]

HeaderValue = Annotated[
    str, StringConstraints(max_length=LONGEST_HEADER_VALUE_CHARACTERS), Field(repr=False)
]

StoredText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT_CHARACTERS)]
"""What a monitored app says: an endpoint, a version, an address, a group."""

SentId = Annotated[
    UUID,
    Field(strict=False),
    at_most(LONGEST_ID_CHARACTERS),
    WithJsonSchema(
        {
            "type": "string",
            "format": "uuid",
            "minLength": LONGEST_ID_CHARACTERS,
            "maxLength": LONGEST_ID_CHARACTERS,
        }
    ),
]
"""An id in a body."""

SentInstant = Annotated[
    Instant,
    Field(strict=False),
    at_most(LONGEST_INSTANT_CHARACTERS),
    WithJsonSchema(
        {"type": "string", "format": "date-time", "maxLength": LONGEST_INSTANT_CHARACTERS}
    ),
]
"""An instant in a body, ISO 8601 with its offset."""
