"""The API's own description."""

import re
import time
from http import HTTPStatus
from typing import Any

import pytest
from flask.testing import FlaskClient

from pydash_web.api_routes import ROUTES
from pydash_web.openapi import Documentation
from pydash_web.route import Route
from tests.web.asking import json_of

every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return json_of(client.get("/api/openapi.json"))


@every_route
def test_every_route_is_described_with_every_status(document: Any, route: Route) -> None:
    operation = document["paths"][route.path_template][route.method.lower()]
    wanted = {str(status.value) for status in route.statuses} | {"500"}
    if route.query or "endpoint_name" in route.parameter_names:
        wanted.add("414")  # the server's, before the route is asked
    assert operation["responses"].keys() == wanted
    assert ("security" in operation) == route.is_public
    assert ("requestBody" in operation) == (route.body is not None)
    assert operation["summary"]


def test_nothing_else_is_described(document: Any) -> None:
    described = [path for path, operations in document["paths"].items() for _ in operations]
    assert len(described) == len(ROUTES)
    assert all(path.startswith("/api/") for path in described)


def test_parameters_have_the_names_of_the_contract(document: Any) -> None:
    names = {
        parameter["name"]
        for operations in document["paths"].values()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "path"
    }
    assert names == {"dashboard_id", "token_id", "session_id", "endpoint_name"}


def test_every_reference_leads_somewhere(document: Any, client: FlaskClient) -> None:
    text = client.get("/api/openapi.json").text
    for name in re.findall(r'"#/components/schemas/(\w+)"', text):
        assert name in document["components"]["schemas"]


def test_a_query_is_described_parameter_by_parameter(document: Any) -> None:
    operation = document["paths"]["/api/dashboards/{dashboard_id}/statistic"]["get"]
    parameters = {each["name"]: each for each in operation["parameters"]}
    assert parameters["statistic"]["required"]
    assert "total_visits" in parameters["statistic"]["schema"]["enum"]
    assert parameters["endpoint"]["schema"]["type"] == "array"
    assert not parameters["start_date"]["required"]
    assert "StatisticParameters" not in document["components"]["schemas"]


@pytest.mark.parametrize(
    ("public_url", "path"),
    [("https://pydash.example.org", "/"), ("https://example.org/pydash", "/pydash")],
)
def test_the_server_is_where_pydash_lies_on_its_host(public_url: str, path: str) -> None:
    assert Documentation(ROUTES, public_url).document["servers"] == [{"url": path}]


def test_the_page_shows_everything_and_needs_nothing(client: FlaskClient, document: Any) -> None:
    response = client.get("/api/docs")
    assert (response.status_code, response.mimetype) == (HTTPStatus.OK, "text/html")
    for path in document["paths"]:
        assert path in response.text
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in response.text
    loaded = re.findall(r'(?:src|href)="([^"#][^"]*)"', response.text)
    assert set(loaded) == {"../favicon.svg", "openapi.json"}
    assert not re.search(r"<script|\son\w+=|\sstyle=", response.text)


def test_the_page_says_its_style_with_a_nonce_of_its_own(client: FlaskClient) -> None:
    pages = [client.get("/api/docs") for _ in range(2)]
    nonces = [re.findall(r'<style nonce="([\w-]{22})">', page.text) for page in pages]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    for page, (nonce,) in zip(pages, nonces, strict=True):
        assert f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/docs"])
def test_what_everybody_may_read_is_written_once(client: FlaskClient, path: str) -> None:
    """A page of 30 ms of processor time, asked for by anybody, would occupy PyDash."""
    client.get(path)
    started_s = time.thread_time()
    for _ in range(20):
        assert client.get(path).status_code == HTTPStatus.OK
    assert time.thread_time() - started_s < 0.2


def test_each_page_has_a_nonce_of_its_own(client: FlaskClient) -> None:
    pages = [client.get("/api/docs") for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in pages]
    assert nonces[0]
    assert nonces[0] != nonces[1]
    for page, found in zip(pages, nonces, strict=True):
        assert all(
            f"'nonce-{nonce}'" in page.headers["Content-Security-Policy"] for nonce in found
        )
