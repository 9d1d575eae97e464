"""The compose files are valid, hand on every setting, and give no more rights than needed."""

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
import yaml

from pydash_app.settings import Settings
from tests.packaging.distributions import ROOT, run

FILES = sorted(path.name for path in ROOT.glob("compose*.yaml"))


def services_of(file: str) -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / file).read_text("utf-8"))[
        "services"
    ]
    return services


@pytest.mark.parametrize("file", FILES)
def test_it_is_a_compose_file(file: str) -> None:
    command = (ROOT / ".venv/bin/check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    done = run(*command, file)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", FILES)
def test_every_service_of_ours_runs_without_rights_on_a_read_only_root(file: str) -> None:
    ours = {name: found for name, found in services_of(file).items() if "build" in found}
    assert {"scheduler", "web"} <= ours.keys()
    for name, service in ours.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "data:/data" in service["volumes"], name


@pytest.mark.parametrize("file", FILES)
def test_the_web_is_published_to_this_machine_alone_and_nothing_else_is(file: str) -> None:
    published = {
        name: service["ports"]
        for name, service in services_of(file).items()
        if service.get("ports")
    }
    assert published == {"web": ["127.0.0.1:${PYDASH_PORT:-5000}:5000"]}


@pytest.mark.parametrize("file", FILES)
def test_each_starts_after_what_it_needs(file: str) -> None:
    services = services_of(file)
    database = "zeo" if "zeo" in services else "postgres"
    for name in ("scheduler", "web"):
        assert services[name]["depends_on"] == {database: {"condition": "service_healthy"}}
    assert "test" in services[database]["healthcheck"]
    assert services["web"]["healthcheck"]["test"] == ["CMD", "pydash", "health", "--ready"]


A_CONTAINERS_OWN = {
    "PYDASH_HOST": "0.0.0.0",  # noqa: S104  of the container
    "PYDASH_PORT": "5000",
    "PYDASH_DATA_DIR": "/data",
}
"""What stands in `.env` for these is for this machine, or for nobody."""

REFERENCE = re.compile(r"\$\{(\w+)(?:(:?[-?])((?:[^{}]|\$\{[^{}]*\})*))?\}")


def environment_of(service: Mapping[str, Any], dot_env: Mapping[str, str]) -> dict[str, str]:
    """What a container gets, as Compose puts it together: `environment` goes before `env_file`."""
    assert service["env_file"] == [{"path": ".env", "required": False}]
    own = {name: fill_in(value, dot_env) for name, value in service["environment"].items()}
    return {**dot_env, **own}


def fill_in(text: str, known: Mapping[str, str]) -> str:
    """Put variables in, as Compose does."""

    def find(found: re.Match[str]) -> str:
        name, sign, default = found.groups()
        value = known.get(name)
        is_wanted = value is not None and (value != "" or sign == "-")
        return value if is_wanted and value is not None else fill_in(default or "", known)

    return REFERENCE.sub(find, text)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_reaches_every_process(file: str, field: str) -> None:
    variable = f"PYDASH_{field}".upper()
    for name, service in services_of(file).items():
        if "build" in service and not (variable == "PYDASH_DATABASE" and "postgres" in file):
            reached = environment_of(service, {variable: "given"})[variable]
            assert reached == A_CONTAINERS_OWN.get(variable, "given"), name


@pytest.mark.parametrize("file", FILES)
def test_without_any_setting_links_lead_to_what_is_published(file: str) -> None:
    web = services_of(file)["web"]
    assert environment_of(web, {})["PYDASH_BASE_URL"] == "http://127.0.0.1:5000"
    assert environment_of(web, {"PYDASH_PORT": "81"})["PYDASH_BASE_URL"] == "http://127.0.0.1:81"
    assert fill_in(web["ports"][0], {"PYDASH_PORT": "81"}) == "127.0.0.1:81:5000"


@pytest.mark.parametrize("file", FILES)
def test_a_proxy_on_this_machine_is_trusted_and_nobody_else_is(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    (network,) = yaml.safe_load(text)["networks"]["default"]["ipam"]["config"]
    gateway = ip_address(fill_in(network["gateway"], {}))
    assert gateway in ip_network(fill_in(network["subnet"], {}))
    for service in services_of(file).values():
        if "build" in service:
            settings = environment_of(service, {"POSTGRES_PASSWORD": "secret"})
            assert settings["PYDASH_TRUSTED_PROXIES"] == str(gateway)
            names = {
                name.removeprefix("PYDASH_").lower()
                for name in settings
                if name != "POSTGRES_PASSWORD"
            }
            assert names <= Settings.model_fields.keys()


@pytest.mark.parametrize("file", FILES)
def test_backups_have_a_volume_of_their_own(file: str) -> None:
    found = yaml.safe_load((ROOT / file).read_text("utf-8"))
    assert {"data", "backups"} <= found["volumes"].keys()
    services = found["services"]
    writer = services["scheduler"] if "zeo" in services else services["postgres"]
    assert "backups:/backups" in writer["volumes"]
    if "zeo" in services:
        assert environment_of(writer, {})["PYDASH_BACKUP_DIR"] == "/backups"
        assert environment_of(writer, {"PYDASH_BACKUP_DIR": ""})["PYDASH_BACKUP_DIR"] == ""


@pytest.mark.parametrize("file", FILES)
def test_images_of_others_are_named_by_digest(file: str) -> None:
    others = [one["image"] for one in services_of(file).values() if "build" not in one]
    assert all(re.fullmatch(r"[a-z]+:[\d.]+-\w+@sha256:[0-9a-f]{64}", image) for image in others)
