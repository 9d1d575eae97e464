"""Making an account, as far as the web tells of it."""

from http import HTTPStatus

import pytest
from flask.testing import FlaskClient

from pydash_app.database import Database
from tests.factories import PASSWORD
from tests.web.asking import GOOD_BODIES, json_of
from tests.web.people import Person, find_mailed_code, list_links

DORA = GOOD_BODIES["user.register"]


def test_register_verify_log_in(client: FlaskClient, database: Database) -> None:
    registered = client.post("/api/user/register", json=DORA)
    assert registered.status_code == HTTPStatus.OK
    code = find_mailed_code(database)
    verified = client.post("/api/user/verify", json={"verification_code": code})
    assert verified.status_code == HTTPStatus.OK
    login = client.post("/api/login", json={"name": "Dora", "password": PASSWORD})
    assert login.status_code == HTTPStatus.OK


def test_a_code_works_once(client: FlaskClient, database: Database) -> None:
    client.post("/api/user/register", json=DORA)
    body = {"verification_code": find_mailed_code(database)}
    client.post("/api/user/verify", json=body)
    again = client.post("/api/user/verify", json=body)
    assert (again.status_code, json_of(again)["code"]) == (HTTPStatus.BAD_REQUEST, "invalid_code")


def test_link_leads_to_the_public_address(client: FlaskClient, database: Database) -> None:
    client.post("/api/user/register", json=DORA)
    (link,) = list_links(database)
    assert link.startswith("http://127.0.0.1:5000/verify/")


def test_answer_does_not_tell_whether_an_address_is_known(
    alice: Person, client: FlaskClient, database: Database
) -> None:
    known = client.post("/api/user/register", json={**DORA, "email": alice.user.email})
    fresh = client.post("/api/user/register", json=DORA)
    assert (known.status_code, known.data) == (fresh.status_code, fresh.data)
    assert len(list_links(database)) == 2


def test_resending_does_not_tell_whether_an_address_is_known(
    alice: Person, client: FlaskClient
) -> None:
    answers = {
        client.post("/api/user/resend_verification", json={"email": email}).data
        for email in (alice.user.email, "nobody@example.org", "no address at all")
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "password"}, "password"),
        ({"name": " "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": 5}, "name"),
    ],
)
def test_each_fault_names_its_field(
    client: FlaskClient, database: Database, changes: dict[str, object], field: str
) -> None:
    response = client.post("/api/user/register", json={**DORA, **changes})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["fields"].keys() == {field}
    assert list_links(database) == []


def test_half_a_surrogate_is_malformed_json(client: FlaskClient) -> None:
    response = client.post(
        "/api/login",
        data='{"name": "\\ud800", "password": "x"}',
        content_type="application/json",
    )
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert json_of(response)["code"] == "malformed_json"
