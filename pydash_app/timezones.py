"""Time zones by the names that IANA gives them."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

LONGEST_ZONE_CHARACTERS = 64
"""The longest name of today has 32."""

_NO_PLACES = frozenset({"Factory"})
"""Listed by IANA for machines that nobody has told where they are."""


def find_zone(name: str) -> ZoneInfo | None:
    """The time zone of a name; `None` where IANA has none of it.

    A machine may have files beside those of IANA's, like `localtime` or `posixrules`, and leap
    seconds of its own; so the names come from the package that PyDash brings along. `ZoneInfo` is
    asked for names that are known only: it opens a file of that name.
    """
    if len(name) > LONGEST_ZONE_CHARACTERS or name not in _list_names():
        return None
    return ZoneInfo(name)


@cache
def _list_names() -> frozenset[str]:
    text = files("tzdata").joinpath("zones").read_text("utf-8")
    return frozenset(text.split()) - _NO_PLACES
