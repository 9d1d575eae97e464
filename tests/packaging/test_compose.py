"""The compose files are valid, and give their services no more rights than they need."""

from typing import Any

import pytest
import yaml

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
        assert service["volumes"] == ["data:/data"], name


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
