"""Reads ids, bodies and queries, and says in plain words what is wrong with them."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_origin
from uuid import UUID

from flask import Request
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from pydash_app.errors import InvalidInputError
from pydash_app.measurements.text_limits import LONGEST_TEXT_CHARACTERS
from pydash_web.schemas.base import Body, Query
from pydash_web.schemas.texts import LONGEST_ID_CHARACTERS

BodyT = TypeVar("BodyT", bound=Body)
QueryT = TypeVar("QueryT", bound=Query)

MOST_JSON_MARKS = 10_000
"""Of brackets, braces and commas; more than the 4,096 endpoints of a dashboard need. A body of one
mebibyte may hold so many small values that making them takes most of a second."""

LONGEST_QUERY_BYTES = 64 * 1024
MOST_PARAMETERS = 2_000
"""Several web servers in front of PyDash pass on less; none that is known passes on more."""

REASONS = {
    "missing": "Fill this in.",
    "string_too_short": "Fill this in.",
    "string_type": "This must be text.",
    "bool_type": "This must be true or false.",
}


def check_id_length(text: str) -> None:
    """Look no further at what is longer than any id.

    Raises:
        InvalidInputError: it is.
    """
    if len(text) > LONGEST_ID_CHARACTERS:
        raise InvalidInputError("The id is longer than any.", code="invalid_id")


def parse_id(text: str) -> UUID:
    """Read an id from an address.

    Raises:
        InvalidInputError: it is not written as UUIDs are; `UUID` alone would let braces, prefixes
            and missing dashes through.
    """
    try:
        found = UUID(text) if len(text) == LONGEST_ID_CHARACTERS else None
    except ValueError:
        found = None
    if found is None or str(found) != text.lower():
        raise InvalidInputError("The id in this address is not a valid one.", code="invalid_id")
    return found


def check_text(name: str, text: str) -> str:
    """Let a text from an address pass.

    Raises:
        InvalidInputError: it is too long.
    """
    if len(text) > LONGEST_TEXT_CHARACTERS:
        raise _blame({name: f"Use at most {LONGEST_TEXT_CHARACTERS:,} characters."})
    return text


def check_size(request: Request) -> None:
    """Refuse a body that says of itself to be too large, also where nobody would read it.

    Raises:
        RequestEntityTooLarge: it is larger than `MAX_CONTENT_LENGTH`.
    """
    most_bytes = request.max_content_length
    if most_bytes is not None and (request.content_length or 0) > most_bytes:
        raise RequestEntityTooLarge


def parse_body(model: type[BodyT], request: Request) -> BodyT:
    """Read the JSON object that a request carries.

    Raises:
        UnsupportedMediaType: the body does not say that it is JSON.
        RequestEntityTooLarge: it is larger than `MAX_CONTENT_LENGTH`.
        InvalidInputError: it is not well-formed, no object, or its keys do not fit the model.
    """
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        return model.model_validate_json(_read_body(request))
    except ValidationError as error:
        raise _describe(error) from error


def _read_body(request: Request) -> bytes:
    body = request.get_data()
    # Where no length was told, Werkzeug cuts off at the limit and says nothing.
    if request.content_length is None and len(body) == request.max_content_length:
        raise RequestEntityTooLarge
    if sum(map(body.count, (b"[", b"{", b","))) > MOST_JSON_MARKS:
        raise InvalidInputError(
            "The body holds more values than any request needs. Send fewer at once.",
            code="too_many_values",
        )
    return body


def check_query(request: Request) -> None:
    """Refuse a query that is too long before it is taken apart.

    Raises:
        InvalidInputError: it has too many bytes or parameters.
    """
    query = request.query_string
    if len(query) > LONGEST_QUERY_BYTES or query.count(b"&") >= MOST_PARAMETERS:
        raise InvalidInputError(
            f"Use at most {MOST_PARAMETERS:,} parameters, and {LONGEST_QUERY_BYTES:,} bytes for "
            "all of them. Ask in several requests.",
            code="query_too_long",
        )


def parse_query(model: type[QueryT], parameters: MultiDict[str, str]) -> QueryT:
    """Read the parameters after the `?`.

    Raises:
        InvalidInputError: one is missing, malformed, or given twice though it counts once.
    """
    values: dict[str, str | tuple[str, ...]] = {}
    twice: dict[str, str] = {}
    for name, field in model.model_fields.items():
        given = tuple(parameters.getlist(name))
        if get_origin(field.annotation) is tuple:
            values[name] = given
        elif len(given) > 1:
            twice[name] = "Give this once."
        elif given:
            values[name] = given[0]
    if twice:
        raise _blame(twice)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _describe(error) from error


def _describe(error: ValidationError) -> InvalidInputError:
    problems = error.errors(include_url=False, include_input=False)
    if problems[0]["type"] == "json_invalid":
        return InvalidInputError("The body is not well-formed JSON.", code="malformed_json")
    if not problems[0]["loc"]:
        return InvalidInputError("The body must be a JSON object.")
    return _blame({str(problem["loc"][0]): _reason_of(problem) for problem in problems})


def _reason_of(problem: Mapping[str, Any]) -> str:
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    if problem["type"] == "literal_error":
        return f"Write this as {problem['ctx']['expected']}."
    if problem["type"] == "string_too_long":
        return f"Use at most {problem['ctx']['max_length']:,} characters."
    if problem["type"] == "too_long":
        return f"Give at most {problem['ctx']['max_length']:,} of these."
    return REASONS.get(problem["type"], "This has the wrong form.")


def _blame(fields: Mapping[str, str]) -> InvalidInputError:
    return InvalidInputError(f"Please check: {', '.join(fields)}.", fields=fields)
