"""A variable that means nothing is named, with the one that is probably meant."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from pydash_app.settings import Settings, list_unknown
from pydash_app.settings.names import SECRETS, list_variables, variable_of


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("PYDASH_BASEURL", "PYDASH_BASE_URL"),
        ("PYDASH_BASE_URI", "PYDASH_BASE_URL"),
        ("PYDASH_FETCH_INTERVALL", "PYDASH_FETCH_INTERVAL"),
        ("PYDASH_TRUSTED_PROXY", "PYDASH_TRUSTED_PROXIES"),
        ("PYDASH_ALLOWED_HOST", "PYDASH_ALLOWED_HOSTS"),
        ("PYDASH_SECRETKEY", "PYDASH_SECRET_KEY"),
        ("PYDASH_MAIL_URL_FILES", "PYDASH_MAIL_URL_FILE"),
        ("PYDASH_PORT_FILE", "PYDASH_PORT"),
        ("pydash_prot", "PYDASH_PORT"),
        ("PYDASH_QQQQQQQQQ", None),
    ],
)
def test_an_unknown_variable_is_named_with_the_nearest(name: str, nearest: str | None) -> None:
    (found,) = list_unknown({name: "hunter2", "PATH": "/bin"})
    assert (found.name, found.nearest) == (name, nearest)
    assert name in found.sentence
    assert "hunter2" not in found.sentence
    assert nearest is None or nearest in found.sentence


def test_every_setting_is_known_in_whatever_letters() -> None:
    names = list_variables()
    assert len(names) == len(Settings.model_fields) + len(SECRETS)
    assert list_unknown(dict.fromkeys(names, "1")) == []
    assert list_unknown({name.lower(): "1" for name in names}) == []


@pytest.mark.parametrize(
    "name",
    [
        "PYDASH_SERVICE_HOST",
        "PYDASH_SERVICE_PORT_HTTP",
        "PYDASH_PORT_5000_TCP_ADDR",
        "PYDASH_IMPORT_SOURCE",
        "PYDASH_TOKEN",
        "NOT_PYDASH_PORT",
    ],
)
def test_what_others_set_is_not_complained_of(name: str) -> None:
    assert list_unknown({name: "x"}) == []


def test_whatever_may_hold_a_secret_can_come_from_a_file() -> None:
    secret = {
        name for name, field in Settings.model_fields.items() if field.annotation is SecretStr
    }
    hidden = {name for name, field in Settings.model_fields.items() if field.repr is False}
    assert secret | hidden == set(SECRETS)


def test_every_variable_that_the_code_reads_is_known() -> None:
    root = Path(__file__).parents[3]
    text = "\n".join(
        path.read_text("utf-8")
        for package in ("pydash_app", "pydash_cli", "pydash_web")
        for path in (root / package).rglob("*.py")
    )
    assert variable_of("base_url") in text
    named = set(re.findall(r"\bPYDASH_[A-Z_]*[A-Z]\b", text))
    assert len(named) > 20
    assert list_unknown(dict.fromkeys(named, "1")) == []
