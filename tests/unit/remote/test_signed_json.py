import base64
import json
import warnings

import jwt
import msgspec
import pytest

from pydash_app.errors import BadRemoteDataError, NotFmdError, WrongTokenError
from pydash_app.remote import signed_json
from pydash_app.remote.loose_rows import LooseRow, row_of
from pydash_app.remote.signed_json import is_signed

TOKEN = "a security code of 32 bytes or more"


class Row(msgspec.Struct):
    endpoint: str


def open_signed(body: bytes, token: str, row_type: type[Row]) -> list[Row | LooseRow]:
    """Its rows; what is none is a row that holds nothing."""
    return signed_json.open_signed(body, token, row_type, lambda _, n: row_of({}, f"row {n}"))


def sign(claims: object, token: str = TOKEN, algorithm: str = "HS256") -> bytes:
    """As FMD does, with PyJWT; short security codes make it warn."""
    payload = json.dumps(claims).encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", jwt.InsecureKeyLengthWarning)
        return jwt.api_jws.encode(payload, token, algorithm).encode()


def segment(value: object) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")


def test_the_list_inside_both_layers_of_json_comes_out() -> None:
    rows = [{"endpoint": "bücher"}, {"endpoint": 'a "quoted" one', "more": [1]}]
    assert open_signed(sign({"data": json.dumps(rows)}), TOKEN, Row) == [
        Row("bücher"),
        Row('a "quoted" one'),
    ]


@pytest.mark.parametrize("token", ["x", "ü", "cc83733cb0af8b884ff6577086b87909", "t" * 5000])
def test_a_security_code_of_any_length_is_taken_without_a_warning(token: str) -> None:
    assert open_signed(sign({"data": "[]"}, token), token, Row) == []


@pytest.mark.parametrize("token", ["", "another", TOKEN + " ", TOKEN.upper(), "\ud800", "\x00"])
def test_another_security_code_is_wrong(token: str) -> None:
    with pytest.raises(WrongTokenError) as refusal:
        open_signed(sign({"data": "[]"}), token, Row)
    assert TOKEN not in str(refusal.value)


def test_a_security_code_that_is_a_public_key_is_wrong() -> None:
    key = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----"
    with pytest.raises(WrongTokenError):
        open_signed(sign({"data": "[]"}), key, Row)


def test_a_changed_payload_is_refused() -> None:
    header, _, signature = sign({"data": "[]"}).split(b".")
    forged = b".".join([header, segment({"data": '[{"endpoint":"forged"}]'}), signature])
    with pytest.raises(WrongTokenError):
        open_signed(forged, TOKEN, Row)


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_other_algorithms_are_refused_even_with_the_right_code(algorithm: str) -> None:
    with pytest.raises(WrongTokenError, match="HS256"):
        open_signed(sign({"data": "[]"}, TOKEN * 3, algorithm), TOKEN * 3, Row)


@pytest.mark.parametrize("algorithm", ["none", "None", "", None, 256, ["HS256"]])
def test_an_answer_without_signature_is_refused(algorithm: object) -> None:
    body = segment({"alg": algorithm}) + b"." + segment({"data": "[]"}) + b"."
    with pytest.raises(WrongTokenError):
        open_signed(body, TOKEN, Row)


def test_an_answer_with_demands_that_pydash_does_not_know_is_refused() -> None:
    body = jwt.api_jws.encode(b'{"data":"[]"}', TOKEN, "HS256", headers={"crit": ["b64"]})
    with pytest.raises(WrongTokenError):
        open_signed(body.encode(), TOKEN, Row)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b".",
        b"..",
        b"a.b.c",
        b"<html>not. signed. at all</html>",
        b'{"a": 1.5}',
        b"\xff.\x00.x",
    ],
)
def test_what_is_no_signed_answer_is_no_fmd(body: bytes) -> None:
    assert not is_signed(body)
    with pytest.raises(NotFmdError):
        open_signed(body, TOKEN, Row)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        [],
        "data",
        {"data": None},
        {"data": []},
        {"data": "not json"},
        {"data": "{}"},
        {"data": "1"},
        {"data": "[" * 5000},
        {"data": '[{"endpoint": "x", "more": ' + "[" * 5000 + "}]"},
    ],
)
def test_signed_rightly_with_no_list_inside_is_bad_data(claims: object) -> None:
    assert is_signed(sign(claims))
    with pytest.raises(BadRemoteDataError):
        open_signed(sign(claims), TOKEN, Row)


@pytest.mark.parametrize(
    "bad",
    [
        "NaN",
        "-Infinity",
        "1e400",
        "9" * 5000,
        '"\\ud800"',
        "{}",
        "[]",
        "null",
        '{"endpoint": 1}',
        "[" * 5000 + "]" * 5000,
        '{"endpoint": "x", "more": ' + "[" * 5000 + '"]"' + "]" * 5000 + "}",
    ],
)
def test_what_is_no_row_stops_none_of_the_others(bad: str) -> None:
    text = f'[{{"endpoint": "before"}}, {bad} ,\n{{"endpoint": "after"}} ]'
    before, between, after = open_signed(sign({"data": text}), TOKEN, Row)
    assert (before, after) == (Row("before"), Row("after"))
    assert isinstance(between, LooseRow)


@pytest.mark.parametrize("end", ["", ",", ", }", "{}", "]]", ',"half'])
def test_a_list_that_breaks_off_is_bad_data(end: str) -> None:
    with pytest.raises(BadRemoteDataError):
        open_signed(sign({"data": f'[{{"endpoint": "x"}}, []{end}'}), TOKEN, Row)
