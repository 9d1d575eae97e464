"""Lets apps with the same routes share what Werkzeug compiles of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


@contextmanager
def compiling_once() -> Iterator[None]:
    """Within the block, compile equal rules once.

    What is compiled writes addresses; it follows from a rule's text and defaults alone, and is
    given the rule itself when it is called.

    Source:
        Werkzeug 3.1, werkzeug/routing/rules.py, Rule.compile.
    """
    compile_builder: Callable[[Rule, bool], Build] = Rule._compile_builder
    built: dict[object, Build] = {}

    def look_up(rule: Rule, append_unknown: bool = True) -> Build:
        key = (rule.rule, repr(rule.defaults), tuple(rule._trace), append_unknown)
        if key not in built:
            built[key] = compile_builder(rule, append_unknown)
        return built[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", look_up)
        yield
