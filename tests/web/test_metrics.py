"""Who may read /metrics, and that requests are counted by their route."""

from ipaddress import ip_network

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from pydash_app import metrics
from tests.web.world import World

PROXY = "10.0.0.1"


def status_from(app: Flask, peer: str, **headers: str) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    response = app.test_client().get(
        "/metrics", headers=sent, environ_overrides={"REMOTE_ADDR": peer}
    )
    if response.status_code != 200:
        assert "pydash" not in response.get_data(as_text=True)
    return response.status_code


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_the_machine_itself_may_read_them(app: Flask, peer: str) -> None:
    assert status_from(app, peer) == 200


@pytest.mark.parametrize("peer", ["192.168.0.7", "203.0.113.5", "2001:db8::1", ""])
def test_for_others_there_is_nothing(app: Flask, peer: str) -> None:
    assert status_from(app, peer) == 404


@pytest.mark.parametrize("name", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "X_Forwarded_Host"])
def test_who_comes_through_an_unknown_proxy_of_this_machine_is_not_of_it(
    app: Flask, name: str
) -> None:
    assert status_from(app, "127.0.0.1", **{name: "127.0.0.1"}) == 404


def test_behind_a_trusted_proxy_the_client_counts(world: World) -> None:
    behind = world.make_app(
        world.settings.model_copy(update={"trusted_proxies": (ip_network(f"{PROXY}/32"),)}),
        world.database,
    )
    assert status_from(behind, PROXY, X_Forwarded_For="203.0.113.5") == 404
    assert status_from(behind, PROXY, X_Forwarded_For="127.0.0.1") == 200
    assert status_from(behind, PROXY) == 404


def test_the_operator_may_open_them_to_a_network(world: World) -> None:
    opened = world.make_app(
        world.settings.model_copy(update={"metrics_networks": (ip_network("10.1.0.0/16"),)}),
        world.database,
    )
    assert [status_from(opened, peer) for peer in ("10.1.2.3", "127.0.0.1")] == [200, 404]


def test_they_are_text_for_prometheus(client: FlaskClient) -> None:
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain; version=0.0.4")
    families = {
        family.name for family in text_string_to_metric_families(response.get_data(as_text=True))
    }
    assert "pydash_build_info" in families


def count_of(**labels: str) -> float:
    return metrics.current().http_requests.labels(**labels)._value.get()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "method", "route", "counted_as", "status"),
    [
        ("/api/dashboards", "GET", "/api/dashboards", "GET", "401"),
        (
            "/api/dashboards/11111111-2222-3333-4444-555555555555",
            "GET",
            "/api/dashboards/<id:dashboard_id>",
            "GET",
            "401",
        ),
        ("/verify/some-secret-code", "GET", "/<page:path>", "GET", "200"),
        ("/api/nowhere", "GET", "none", "GET", "404"),
        ("/api/health", "BREW", "none", "other", "405"),
    ],
)
def test_requests_are_counted_by_route_and_never_by_address(
    client: FlaskClient, path: str, method: str, route: str, counted_as: str, status: str
) -> None:
    labels = {"route": route, "method": counted_as, "status": status}
    before = count_of(**labels)
    client.open(path, method=method)
    assert count_of(**labels) == before + 1
