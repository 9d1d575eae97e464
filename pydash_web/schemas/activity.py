"""What the lists of what was done show, and the pages that long lists come in."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from pydash_app.audit import Act
from pydash_app.audit.circumstances import CredentialKind, DoerKind
from pydash_app.audit.entity import KEY_DIGITS, SubjectKind
from pydash_web.schemas.base import Answer, Instant, Query

LARGEST_PAGE = 200

Cursor = Annotated[
    str, StringConstraints(pattern=f"^[0-9a-f]{{{KEY_DIGITS}}}$", max_length=KEY_DIGITS)
]


class ActivityParameters(Query):
    """Which page of a long list."""

    cursor: Cursor | None = Field(
        None,
        description="Where to go on: `next_cursor` of the page before. Without it the list begins "
        "with the newest.",
    )
    limit: int = Field(50, ge=1, le=LARGEST_PAGE, description="How many at most.")


class ActivityAnswer(Answer):
    """One act: who did what, when, from where, with which credential, and on what.

    `by` and `on` are names: an account's as it is called now, and `null` where it is deleted or,
    of an operator, is not for the reader to know; `by_id` and `on_id` stay. `from` is an address,
    or the machine on which a command ran. `changed` names settings. Failed logins of an account
    within an hour are one entry with the first one's `at`, their `count`, and in `also_from` some
    of their further addresses.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    id: str
    at: Instant
    act: Act
    by: str | None
    by_kind: DoerKind
    by_id: str | None
    with_: CredentialKind | None = Field(validation_alias="with_kind", serialization_alias="with")
    with_id: str | None
    with_name: str | None
    from_: str | None = Field(validation_alias="origin", serialization_alias="from")
    on: str | None
    on_kind: SubjectKind | None
    on_id: str | None
    changed: list[str]
    count: int
    also_from: list[str] = Field(validation_alias="more_origins")


class ActivityPageAnswer(Answer):
    """Some acts, newest first; `next_cursor` is `null` where these are the last."""

    activities: list[ActivityAnswer]
    next_cursor: str | None
