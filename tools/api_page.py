"""Writes the API's page of the documentation from its OpenAPI document."""

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]

HEAD = """# The API

Everything that the page shows comes from it. A running PyDash shows this description at
`/api/docs`, and as [OpenAPI 3.1](openapi.json) at `/api/openapi.json`, where the shape of every
body and answer stands.
"""


def write_api_page(document: Document) -> str:
    """Get the page: every route with its parameters, its body and its statuses."""
    lines = [HEAD, str(document["info"]["description"])]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            lines += _describe(f"{method.upper()} {path}", operation)
    return "\n".join(lines) + "\n"


def _describe(heading: str, operation: Document) -> Iterator[str]:
    yield f"\n## `{heading}`\n"
    for key in ("summary", "description"):
        if operation.get(key):
            yield f"{operation[key]}\n"
    parameters = operation.get("parameters", [])
    if parameters:
        yield "| parameter | in | |\n|---|---|---|"
        for parameter in parameters:
            needed = "" if parameter.get("required") else " (optional)"
            text = _in_a_cell(parameter.get("description", ""))
            yield f"| `{parameter['name']}` | {parameter['in']}{needed} | {text} |"
        yield ""
    shape = _find_shape(operation.get("requestBody", {}))
    if shape:
        yield f"Body: `{shape}`.\n"
    yield "| status | |\n|---|---|"
    for status, answer in operation["responses"].items():
        shape = _find_shape(answer)
        kind = f" (`{shape}`)" if shape else ""
        yield f"| {status} | {_in_a_cell(answer.get('description', ''))}{kind} |"
    yield ""


def _find_shape(holder: Document) -> str:
    """The name of the model that a body or an answer has; empty where it has none."""
    for content in holder.get("content", {}).values():
        reference = content.get("schema", {}).get("$ref", "")
        if reference:
            return str(reference).rpartition("/")[2]
    return ""


def _in_a_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
