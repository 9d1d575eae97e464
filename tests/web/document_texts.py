"""Finds every text that the OpenAPI document lets in, and what has no bound there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydash_web.openapi.shapes import PREFIX

Schema = Mapping[str, Any]

EVERY_ITEM, EVERY_VALUE, EVERY_KEY = "[]", "{}", "{key}"
"""Steps into a list, into an object whose keys are not known, and to such a key itself."""


@dataclass(frozen=True)
class Place:
    """Where a request holds a text.

    Attributes:
        operation: its `operationId`.
        kind: `body`, `path`, `query`, `header` or `cookie`.
        steps: the parameter's name; in a body the keys that lead there.
        schema: of the text.
    """

    operation: str
    kind: str
    steps: tuple[str, ...]
    schema: Schema

    def __str__(self) -> str:
        return f"{self.operation} {self.kind} {'.'.join(self.steps)}"

    @property
    def longest(self) -> int:
        """How many characters it may have."""
        longest: int = self.schema["maxLength"]
        return longest


@dataclass(frozen=True)
class Document:
    """An OpenAPI document."""

    content: Schema

    def texts(self) -> Iterator[Place]:
        """Every text of every parameter and body."""
        for place in self._roots():
            yield from self._texts_in(place)

    def unbounded(self) -> Iterator[str]:
        """What may be as long as anybody likes: texts, lists, objects, whatever has no type."""
        for place in self._roots():
            yield from self._unbounded_in(place)

    def _roots(self) -> Iterator[Place]:
        for methods in self.content["paths"].values():
            for operation in methods.values():
                name = operation["operationId"]
                for parameter in operation.get("parameters", ()):
                    yield Place(name, parameter["in"], (parameter["name"],), parameter["schema"])
                for media in operation.get("requestBody", {}).get("content", {}).values():
                    yield Place(name, "body", (), media["schema"])

    def _texts_in(self, place: Place) -> Iterator[Place]:
        for inner in self._inside(place):
            yield from self._texts_in(inner)
        if place.schema.get("type") == "string":
            yield place

    def _unbounded_in(self, place: Place) -> Iterator[str]:
        schema = place.schema
        inner = list(self._inside(place))
        for one in inner:
            yield from self._unbounded_in(one)
        kind = schema.get("type")
        if kind is None and not inner:
            yield f"{place}: may be anything"
        if kind == "string" and "maxLength" not in schema:
            yield f"{place}: maxLength"
        if kind == "array" and "maxItems" not in schema:
            yield f"{place}: maxItems"
        if schema.get("additionalProperties") and "maxProperties" not in schema:
            yield f"{place}: maxProperties"

    def _inside(self, place: Place) -> Iterator[Place]:
        yield from self._meant_by(place)
        schema = place.schema
        for key, one in schema.get("properties", {}).items():
            yield self._at(place, one, key)
        if isinstance(schema.get("additionalProperties"), Mapping):
            yield self._at(place, schema["additionalProperties"], EVERY_VALUE)
            keys = {"type": "string", **schema.get("propertyNames", {})}
            yield self._at(place, keys, EVERY_KEY)
        if schema.get("type") == "array":
            for one in (*schema.get("prefixItems", ()), schema.get("items", {})):
                yield self._at(place, one, EVERY_ITEM)

    def _meant_by(self, place: Place) -> Iterator[Place]:
        """The schemas that stand for this one, or for a part of what it says."""
        schema = place.schema
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(PREFIX)
            yield self._at(place, self.content["components"]["schemas"][name])
        for several in ("anyOf", "oneOf", "allOf"):
            for one in schema.get(several, ()):
                if one.keys() != {"required"}:  # says only which keys must be there
                    yield self._at(place, one)

    @staticmethod
    def _at(place: Place, schema: Schema, *step: str) -> Place:
        return Place(place.operation, place.kind, (*place.steps, *step), schema)
