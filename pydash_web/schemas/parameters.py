"""The kinds of values that queries are made of, each read from its text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from dateutil.parser import isoparser
from pydantic import GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from pydash_app.timezones import LONGEST_ZONE_CHARACTERS, find_zone
from pydash_web.schemas.texts import LONGEST_INSTANT_CHARACTERS, at_most

TRUTH = {"true": True, "1": True, "false": False, "0": False}
LONGEST_FLAG_CHARACTERS = max(map(len, TRUTH))

_read_iso = isoparser(sep="T").isoparse


def _parse_instant(text: str) -> datetime:
    try:
        moment = _read_iso(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    # A moment at either end of the calendar may lie in another year in UTC.
    except (ValueError, OverflowError) as error:
        raise ValueError(
            "Write this as an ISO 8601 date, like 2026-11-23 or 2026-11-23T14:30:00Z; "
            "in an address, + is written as %2B."
        ) from error


def _parse_flag(text: str) -> bool:
    flag = TRUTH.get(text.lower())
    if flag is None:
        raise ValueError("Write this as true or false.")
    return flag


def _parse_zone(text: str) -> ZoneInfo:
    zone = find_zone(text)
    if zone is None:
        raise ValueError("Write this as the name of a time zone, like Europe/Amsterdam.")
    return zone


@dataclass(frozen=True)
class OneOf:
    """Documents that a text is one of these; it is the domain that refuses any other."""

    list_names: Callable[[], Iterable[str]]

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """What pydantic asks for when it writes the schema."""
        names = list(self.list_names())
        return {**handler(core_schema), "enum": names, "maxLength": max(map(len, names))}


InstantParameter = Annotated[
    datetime,
    PlainValidator(_parse_instant),
    at_most(LONGEST_INSTANT_CHARACTERS),
    WithJsonSchema(
        {
            "type": "string",
            "maxLength": LONGEST_INSTANT_CHARACTERS,
            "examples": ["2026-11-23", "2026-11-23T14:30:00Z"],
        }
    ),
]
"""An ISO 8601 date or time, UTC where it names no offset."""

FlagParameter = Annotated[
    bool,
    PlainValidator(_parse_flag),
    at_most(LONGEST_FLAG_CHARACTERS),
    WithJsonSchema(
        {
            "type": "string",
            "maxLength": LONGEST_FLAG_CHARACTERS,
            "pattern": "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|0|1)$",
        }
    ),
]
"""True or false, in any case, or 1 or 0."""

ZoneParameter = Annotated[
    ZoneInfo,
    PlainValidator(_parse_zone),
    at_most(LONGEST_ZONE_CHARACTERS),
    WithJsonSchema(
        {
            "type": "string",
            "maxLength": LONGEST_ZONE_CHARACTERS,
            "examples": ["UTC", "Europe/Amsterdam"],
        }
    ),
]
"""A time zone by its IANA name."""
