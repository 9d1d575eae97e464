"""The variables and the settings that they make."""

from collections.abc import Iterator, Mapping

from pydash_app.doctor.finding import Finding
from pydash_app.settings import Settings, find_doubts, list_unknown


def look_at_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Finding]:
    """What is set and means nothing, or can hardly do what it is meant to."""
    for variable in list_unknown(environment):
        yield Finding("settings", "warning", variable.sentence)
    for doubt in find_doubts(settings):
        yield Finding(doubt.about, "warning", doubt.sentence)
