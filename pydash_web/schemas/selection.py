"""Which calls a question is about: the parameters that all routes over measurements share."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from pydash_web.schemas.base import Query
from pydash_web.schemas.parameters import FlagParameter, InstantParameter, ZoneParameter
from pydash_web.schemas.texts import StoredText

MOST_FILTER_VALUES = 1_000

_START = (
    "The first instant that counts, an ISO 8601 date or time; UTC unless it says its offset, also "
    "where a timezone is given."
)


def _utc() -> ZoneInfo:
    return ZoneInfo("UTC")


def _filter(what: str) -> tuple[str, ...]:
    """Describe a filter; the same text matches that the monitored app has sent, and no other."""
    chosen: tuple[str, ...] = Field(
        (),
        max_length=MOST_FILTER_VALUES,
        description=f"Count only calls {what}. Given more than once, any of them will do; "
        "different filters must all fit. A text that no call has matches nothing.",
    )
    return chosen


class SelectionParameters(Query):
    """Which calls count, and how exactly they must be counted."""

    start_date: InstantParameter | None = Field(
        None, description=f"{_START} By default that of the first call."
    )
    end_date: InstantParameter | None = Field(
        None,
        description="The first instant that counts no more, written like start_date. By default "
        "now.",
    )
    timezone: ZoneParameter = Field(
        default_factory=_utc,
        description="The IANA time zone in whose calendar the answer's hours, days, weeks, months "
        "and years lie. It does not change how start_date and end_date are read.",
    )
    endpoint: tuple[StoredText, ...] = _filter("of this endpoint")
    version: tuple[StoredText, ...] = _filter("that this version of the app has served")
    ip: tuple[StoredText, ...] = _filter("from this IP address")
    group_by: tuple[StoredText, ...] = _filter("of this group, or user")
    accuracy: Literal["exact"] | None = Field(
        None,
        description="`exact` takes quantiles from every single call, however many there are. "
        "Without it, those over more than two million calls may be off by one per cent. The "
        "header X-Pydash-Accuracy tells.",
    )


class BoxParameters(SelectionParameters):
    """The calls that make a box, and whether to tell how their times are distributed."""

    include_distribution: FlagParameter = Field(
        False,
        description="Add to each box how many calls took how long, in buckets that each are "
        "about a sixth wider than the one before.",
    )


class EndpointBoxesParameters(BoxParameters):
    """Boxes of all endpoints."""

    include_disabled: FlagParameter = Field(
        False,
        description="Show the endpoints that their owner has switched off, too.",
    )


class HeatmapParameters(SelectionParameters):
    """The days of a heat map."""

    start_date: InstantParameter = Field(
        description=f"{_START} The heat map begins with the day, in the timezone, that this is in."
    )


class ExportParameters(SelectionParameters):
    """The calls to export, and how to write them."""

    format: Literal["csv", "jsonl"] = Field(
        "csv",
        description="`csv`: RFC 4180, UTF-8 with its byte order mark, by which Excel knows it "
        '(Python reads it with `encoding="utf-8-sig"`), with a line of names. `jsonl`: a JSON '
        "object per line, without a mark.",
    )


EndpointName = Annotated[
    StoredText,
    Field(
        description="The endpoint's name, percent-encoded. It may hold any character; a slash "
        "may be written as %2F or as it is."
    ),
]
