"""A running PyDash answers whatever it is sent as its own OpenAPI document says.

Examples are derived from the document, and in part made to fit what there is, so that each
operation also shows what it does when it works.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from pydash_app.database import Database
from pydash_app.secret_key import derive_key
from pydash_app.settings import Settings
from pydash_web.api_routes import ROUTES
from pydash_web.openapi import Documentation
from pydash_web.route import JSON, Route
from pydash_web.session_cookie import COOKIE_NAME, SessionCookie
from tests.factories import SECRET_KEY
from tests.integration.openapi.live_world import LiveWorld
from tests.remotes.running_fmd import RunningFmd
from tests.stack.running_pydash import running_pydash
from tests.web.asking import GOOD_BODIES, GOOD_QUERIES

pytestmark = [pytest.mark.processes, pytest.mark.fmd]

EXAMPLES = 200
LEAST_SUCCESS_RATIO = 0.1
UNLIMITED = {name.upper(): "0" for name in Settings.model_fields if name.startswith("limit_")}
QUOTAS = {"MAX_DASHBOARDS": "0", "SECRET_KEY": SECRET_KEY.decode()}

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

DOCUMENT = Documentation(ROUTES, "http://127.0.0.1").document
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)

every_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)

Example = Case[Any]
Prepare = Callable[[], dict[str, Any]]


@pytest.fixture(scope="module")
def live(fmd1: RunningFmd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveWorld]:
    """A running PyDash, and its database opened beside it."""
    folder: Path = tmp_path_factory.mktemp("openapi")
    with (
        running_pydash(folder, None, **UNLIMITED, **QUOTAS) as pydash,
        requests.Session() as http,
    ):
        http.trust_env = False
        database = Database.open(pydash.settings)
        yield LiveWorld(database, pydash.base_url, fmd1, http)
        database.close()


def examples_of(route: Route) -> st.SearchStrategy[Example]:
    """Requests as the document allows them, and others that it forbids."""
    operation = SCHEMA.find_operation_by_id(route.name.replace(".", "_"))
    positive = operation.as_strategy(GenerationMode.POSITIVE)
    if not (route.body or route.query or route.parameter_names):
        return positive
    return positive | operation.as_strategy(GenerationMode.NEGATIVE)


def fit(case: Example, route: Route, live: LiveWorld, *, how_much: str) -> None:
    """Make a request fit what there is: not at all, its path, or all of it."""
    if how_much == "nothing":
        return
    if route.parameter_names:
        case.path_parameters = {name: live.ids()[name] for name in route.parameter_names}
    if how_much == "all":
        case.query = dict(GOOD_QUERIES.get(route.name, {}))
        case.headers.clear()
        if route.body:
            case.body = live.good_bodies().get(route.name) or dict(GOOD_BODIES[route.name])
            case.media_type = JSON


def try_out(route: Route, live: LiveWorld, prepare: Prepare) -> Counter[int]:
    """Send every example, each into a world as new; how often each status came."""
    statuses: Counter[int] = Counter()
    live.restore()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=examples_of(route),
        how_much=st.sampled_from(["nothing", "path", "all", "all"]),
        _makes_a_difference=st.integers(0),  # for routes that take nothing
    )
    def send(case: Example, how_much: str, _makes_a_difference: int) -> None:
        if route.is_write:
            live.restore()
        fit(case, route, live, how_much=how_much)
        response = case.call(base_url=live.base_url, session=live.http, timeout=30, **prepare())
        live.http.cookies.clear()
        case.validate_response(response, checks=CHECKS)
        statuses[response.status_code] += 1

    send()
    assert statuses.total() >= EXAMPLES
    return statuses


def success_ratio(statuses: Counter[int]) -> float:
    return sum(count for status, count in statuses.items() if status < 300) / statuses.total()


@pytest.fixture(scope="module")
def sign() -> Callable[[str], str]:
    """Signs a session's token as the running PyDash does."""
    app = Flask("signer")
    app.secret_key = derive_key(SECRET_KEY, "web session cookie")
    serializer = SessionCookie().get_signing_serializer(app)
    assert serializer is not None
    return lambda token: str(serializer.dumps({"_user_id": token, "_permanent": True}))


@every_route
def test_logged_in_everything_is_as_documented(
    live: LiveWorld, sign: Callable[[str], str], route: Route
) -> None:
    def log_in() -> dict[str, Any]:
        return {"cookies": {COOKIE_NAME: sign(live.session_token)}}

    assert success_ratio(try_out(route, live, log_in)) >= LEAST_SUCCESS_RATIO


@every_route
def test_not_logged_in_everything_is_as_documented(live: LiveWorld, route: Route) -> None:
    def stay_out() -> dict[str, Any]:
        return {}

    statuses = try_out(route, live, stay_out)
    if route.is_public:
        assert success_ratio(statuses) >= LEAST_SUCCESS_RATIO
    else:
        assert set(statuses) - {414} == {401}  # an address may be too long for the server


def test_the_document_that_is_served_is_the_one_that_was_tested(live: LiveWorld) -> None:
    served = live.http.get(f"{live.base_url}/api/openapi.json", timeout=30).json()
    assert served == DOCUMENT
