"""What the owner of an app reads about its version of Flask-MonitoringDashboard."""

import pytest

from pydash_app.dashboard.version_notes import describe_limits


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1.10.9", "no status codes"),
        ("2.1.4", "neither status codes nor groups"),
        ("3.2.3", "status code 500"),
        ("4.0.5", "started again, except where the host's time zone is UTC"),
        ("5.0.0", "set TIMEZONE = UTC"),
    ],
)
def test_what_a_version_lacks_is_said_with_what_helps(version: str, words: str) -> None:
    note = describe_limits(version)
    assert note is not None
    assert words in note
    assert f"Flask-MonitoringDashboard {version}" in note
    assert "Upgrade it to 5.1.0" in note


@pytest.mark.parametrize("version", ["3.3.2", "4.0.4", "5.0.2", "5.0.4", "5.1.0"])
def test_nothing_is_said_of_a_version_that_lacks_nothing(version: str) -> None:
    assert describe_limits(version) is None
