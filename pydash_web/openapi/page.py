"""Shows the OpenAPI document to people: one page, without a script and without other files."""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup, escape

from pydash_web.openapi.shapes import PREFIX, Schema

CONSTRAINTS = (
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "pattern",
    "default",
)


def write_page(document: dict[str, Any], nonce: str) -> str:
    """Write the page.

    Args:
        document: as `describe_api` writes it.
        nonce: lets its style through the Content-Security-Policy.
    """
    return _template().render(document=document, nonce=nonce)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("pydash_web"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["kind"] = describe_kind
    environment.filters["constraints"] = list_constraints
    environment.filters["marked_up"] = mark_up
    return environment.get_template("api_docs.html")


def describe_kind(schema: Schema) -> Markup:
    """Say in a few words what a schema lets through; shapes with a name are links."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(PREFIX)
        return Markup('<a href="#{0}">{0}</a>').format(name)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Markup(" | ").join(Markup("<code>{}</code>").format(value) for value in values)
    if "anyOf" in schema and "type" not in schema:
        return Markup(" | ").join(describe_kind(kind) for kind in schema["anyOf"])
    return _describe_type(schema)


def _describe_type(schema: Schema) -> Markup:
    kind = schema.get("type", "anything")
    if kind == "array" and "items" in schema:
        return Markup("list of {}").format(describe_kind(schema["items"]))
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return Markup("object of {}").format(describe_kind(schema["additionalProperties"]))
    return escape(f"{kind} ({schema['format']})" if "format" in schema else kind)


def list_constraints(schema: Schema) -> str:
    """Say what else a schema asks for, `minimum 0`."""
    told = [name for name in CONSTRAINTS if schema.get(name) not in (None, [])]
    return ", ".join(f"{name} {schema[name]}" for name in told)


def mark_up(text: str) -> Markup:
    """Turn what stands between backticks into code, and blank lines into paragraphs."""
    paragraphs = re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))).strip().split("\n\n")
    return Markup("</p>\n<p>").join(Markup(paragraph) for paragraph in paragraphs)  # noqa: S704  escaped above
