from ipaddress import ip_network
from pathlib import Path

import pytest

from pydash_app.errors import SettingsError
from pydash_app.settings import Settings, read_settings

ALLOWED_HOSTS = ("web", "fd00::7", "büro.example")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PYDASH_{name.upper()}", raising=False)


def test_without_variables_the_documented_defaults_hold() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.public_url) == (
        "127.0.0.1",
        5000,
        "http://127.0.0.1:5000",
    )
    assert (settings.fetch_interval, settings.min_fetch_interval) == (3600, 180)
    assert (settings.fetch_spacing, settings.settle_lag) == (1, 15)
    assert settings.allowed_networks == ()
    assert settings.database == ""
    assert settings.data_dir == Path("var").absolute()


@pytest.mark.parametrize(
    ("variable", "value", "attribute", "expected"),
    [
        ("HOST", "::1", "host", "::1"),
        ("PORT", "65535", "port", 65535),
        ("DATA_DIR", "/srv/p", "data_dir", Path("/srv/p")),
        ("DATABASE", "zeo://db:8100", "database", "zeo://db:8100"),
        ("DATABASE", "zeo://[::1]:8100", "database", "zeo://[::1]:8100"),
        ("DATABASE", "zconfig:///etc/zeo.conf", "database", "zconfig:///etc/zeo.conf"),
        ("DATABASE", "postgres://u:p%40ss@db/n", "database", "postgres://u:p%40ss@db/n"),
        ("DATABASE", "postgresql://a,b:5/n?x=y", "database", "postgresql://a,b:5/n?x=y"),
        ("DATABASE", "postgres:///n?host=/run", "database", "postgres:///n?host=/run"),
        ("BASE_URL", "https://p.example.org/", "public_url", "https://p.example.org"),
        ("ALLOWED_NETWORKS", "", "allowed_networks", ()),
        (
            "ALLOWED_NETWORKS",
            " 10.0.0.0/8, fd00::/8 ,,127.0.0.1",
            "allowed_networks",
            (ip_network("10.0.0.0/8"), ip_network("fd00::/8"), ip_network("127.0.0.1/32")),
        ),
        ("FETCH_INTERVAL", "0.5", "fetch_interval", 0.5),
        ("MIN_FETCH_INTERVAL", "0", "min_fetch_interval", 0),
        ("FETCH_SPACING", "0", "fetch_spacing", 0),
        ("SETTLE_LAG", "0", "settle_lag", 0),
        ("WEB_WORKERS", "1", "web_workers", 1),
        ("WEB_THREADS", "64", "web_threads", 64),
        ("WEB_CONNECTIONS", "32", "web_connections", 32),
        ("HEAD_TIMEOUT", "2.5", "head_timeout", 2.5),
        ("ALLOWED_HOSTS", " web, fd00::7 ,büro.example", "allowed_hosts", ALLOWED_HOSTS),
        ("SCHEDULER_WORKERS", "3", "scheduler_workers", 3),
        ("MAIL_FROM", "Zoë <z@example.org>", "mail_from", "Zoë <z@example.org>"),
        ("PORT", "", "port", 5000),
        ("REGISTRATION", "invite", "registration", "invite"),
        ("TRUSTED_PROXIES", "10.0.0.1", "trusted_proxies", (ip_network("10.0.0.1/32"),)),
        ("MAX_DASHBOARDS", "0", "max_dashboards", 0),
        ("MAX_CALLS", "1000", "max_calls", 1000),
        ("MAX_DASHBOARD_MEGABYTES", "0", "max_dashboard_megabytes", 0),
        ("LIMIT_REQUESTS", "5", "limit_requests", 5),
    ],
)
def test_a_variable_is_read(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, attribute: str, expected: object
) -> None:
    monkeypatch.setenv(f"PYDASH_{variable}", value)
    assert getattr(read_settings(), attribute) == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("DATABASE", "mysql://x"),
        ("DATABASE", "zeo://localhost"),
        ("BASE_URL", "pydash.example.org"),
        ("BASE_URL", "ftp://example.org"),
        ("BASE_URL", "https://[::1"),
        ("BASE_URL", "https://example.org:port"),
        ("BASE_URL", "https://example.org/py dash"),
        ("BASE_URL", "https://example.org/?a=b"),
        ("BASE_URL", "https://example.org\nX-Injected: 1"),
        ("ALLOWED_NETWORKS", "10.0.0.0/8;fd00::/8"),
        ("ALLOWED_NETWORKS", "10.0.0.0/33"),
        ("ALLOWED_NETWORKS", "localhost"),
        ("FETCH_INTERVAL", "-1"),
        ("FETCH_INTERVAL", "nan"),
        ("FETCH_SPACING", "inf"),
        ("SETTLE_LAG", "1,5"),
        ("MIN_FETCH_INTERVAL", "soon"),
        ("WEB_WORKERS", "0"),
        ("WEB_THREADS", "1.5"),
        ("WEB_CONNECTIONS", "0"),
        ("HEAD_TIMEOUT", "0"),
        ("BODY_TIMEOUT", "inf"),
        ("WRITE_TIMEOUT", "-1"),
        ("IDLE_TIMEOUT", "soon"),
        ("ALLOWED_HOSTS", "https://pydash.example.org"),
        ("ALLOWED_HOSTS", "cafe:5000"),
        ("ALLOWED_HOSTS", "*.example.org"),
        ("SCHEDULER_WORKERS", "65"),
        ("MAIL_FROM", "x"),
        ("REGISTRATION", "friends"),
        ("TRUSTED_PROXIES", "proxy.example.org"),
        ("MAX_CALLS", "-1"),
        ("MAX_DASHBOARD_MEGABYTES", "-1"),
        ("LIMIT_LOGINS_ACCOUNT", "many"),
        ("MAIL_FROM", "PyDash <p@example.org>\nBcc: everybody@example.org"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_variable_and_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(f"PYDASH_{variable}", value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = caught.value.message
    assert message.startswith(f"PYDASH_{variable} ")
    assert repr(value) in message
    assert message.endswith(".")
    assert "\n" not in message
    assert message.count(". ") == 0


@pytest.mark.parametrize(
    "value",
    [
        "http://user:hunter2@mail.example.org",
        "hunter2",
        "smtp://user:hunter2@",
        "smtp://user:hunter2@[::1",
        "smtp://user:hunter2\u2100@mail.example.org",  # urlsplit's own words quote all of it
        "smtp://user:pa/hunter2@mail.example.org",  # a slash that was not escaped
        "smtp://user:hunter2@mail.example.org:port",
        "smtp://user:hunter2@mail.example.org:99999",
    ],
)
def test_a_wrong_mail_address_never_shows_its_password(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PYDASH_MAIL_URL", value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = caught.value.message
    assert message.startswith("PYDASH_MAIL_URL ")
    assert "hunter2" not in message
    assert "pa" not in message.removeprefix("PYDASH_MAIL_URL").replace("password", "")


@pytest.mark.parametrize(
    "value",
    [
        "postgres://user:hunter2@db.example.org",
        "postgres://user:hunter2@/",
        "postgres://user:slash/hunter2@db.example.org/name",
        "postgres://user:at@hunter2@db.example.org/name",
        "postgres:user:hunter2",
        "mysql://user:hunter2@db.example.org/name",
        "postgres://user:hun ter2@db.example.org/name hunter2",
    ],
)
def test_a_wrong_database_address_never_shows_its_password(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PYDASH_DATABASE", value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert caught.value.message.startswith("PYDASH_DATABASE ")
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("postgres://user:hunter2@db:5432/name", "postgres://user:***@db:5432/name"),
        ("postgresql://:hunter2@db/name", "postgresql://:***@db/name"),
        ("postgres://user@db/name?password=hunter2", "postgres://user@db/name?password=***"),
        ("postgres://db/name?a=b&passw%6frd=hunter2", "postgres://db/name?a=b&passw%6frd=***"),
        ("postgres://db/name?sslpassword=hunter2&a=b", "postgres://db/name?sslpassword=***&a=b"),
        ("zeo://db:8100", "zeo://db:8100"),
    ],
)
def test_of_a_database_address_all_but_the_password_is_shown(
    monkeypatch: pytest.MonkeyPatch, value: str, shown: str
) -> None:
    monkeypatch.setenv("PYDASH_DATABASE", value)
    settings = read_settings()
    assert settings.database == value
    assert settings.model_dump()["database"] == shown
    assert "hunter2" not in f"{settings} {settings!r} {settings.model_dump_json()}"


def test_secrets_do_not_show_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYDASH_SECRET_KEY", "hunter2-hunter2-hunter2")
    monkeypatch.setenv("PYDASH_MAIL_URL", "smtp://user:hunter2@mail.example.org")
    settings = read_settings()
    assert "hunter2" not in f"{settings} {settings!r} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("host", "base_url", "expected"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:5001"),
        ("::1", "", "http://[::1]:5001"),
        ("::1", "https://p.example.org/sub/", "https://p.example.org/sub"),
        ("::1", "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_the_public_address_can_be_opened(host: str, base_url: str, expected: str) -> None:
    assert Settings(host=host, port=5001, base_url=base_url).public_url == expected


def test_settings_can_not_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().port = 1
