"""The JSON schemas of everything that goes over the wire, made by pydantic from the models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from pydash_web.route import Route
from pydash_web.schemas.base import ErrorAnswer

REFERENCE = "#/components/schemas/{model}"
PREFIX = REFERENCE.format(model="")

Schema = dict[str, Any]
Mode = Literal["validation", "serialization"]


class UntitledJsonSchema(GenerateJsonSchema):
    """Leaves out the titles of fields, which only say their names again."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  pydantic's signature
        """Never."""
        return False

    def literal_schema(self, schema: Any) -> Schema:
        """Say of texts to choose from, too, how long they can be."""
        described = super().literal_schema(schema)
        if described.get("type") == "string":
            described["maxLength"] = max(map(len, schema["expected"]))
        return described


@dataclass(frozen=True)
class Shapes:
    """Schemas by the type that they are of, and the definitions that these refer to."""

    definitions: Schema
    bodies: dict[Any, Schema]
    answers: dict[Any, Schema]
    queries: dict[Any, Schema]

    @classmethod
    def of(cls, routes: Iterable[Route]) -> "Shapes":
        """Write the schemas of all bodies, queries and answers of a route table."""
        known = tuple(routes)
        bodies = _without_repeats(route.body for route in known if route.body)
        queries = _without_repeats(route.query for route in known if route.query)
        answers = _without_repeats(shape for route in known for shape in _answers_of(route))
        inputs: list[tuple[Any, Mode, TypeAdapter[Any]]] = [
            # What may be missing from an error is missing where it is `null`.
            *(
                (kind, "validation", TypeAdapter(kind))
                for kind in (ErrorAnswer, *bodies, *queries)
            ),
            *((index, "serialization", TypeAdapter(kind)) for index, kind in enumerate(answers)),
        ]
        found, rest = TypeAdapter.json_schemas(
            inputs, ref_template=REFERENCE, schema_generator=UntitledJsonSchema
        )
        definitions = rest.get("$defs", {})
        return cls(
            definitions=definitions,
            bodies={kind: found[kind, "validation"] for kind in bodies},
            answers={
                repr(kind): found[index, "serialization"] for index, kind in enumerate(answers)
            },
            # A query is written down parameter by parameter, and no shape of its own.
            queries={
                kind: definitions.pop(found[kind, "validation"]["$ref"].removeprefix(PREFIX))
                for kind in queries
            },
        )

    def of_answer(self, kind: Any) -> Schema:
        """The schema of an answer."""
        return self.answers[repr(kind)]

    @property
    def of_error(self) -> Schema:
        """The schema of every error."""
        return {"$ref": REFERENCE.format(model=ErrorAnswer.__name__)}


def _answers_of(route: Route) -> Iterator[Any]:
    yield route.answer
    yield from route.other_answers.values()


def _without_repeats(kinds: Iterable[Any]) -> list[Any]:
    return list({repr(kind): kind for kind in kinds}.values())
