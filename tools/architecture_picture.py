"""Draws which package imports which, from the code as it is, as an SVG."""

from collections.abc import Iterable, Mapping
from html import escape

import grimp

ROOTS = ("pydash_cli", "pydash_web", "pydash_app", "periodic_tasks")
PARTS_OF = "pydash_app"
"""The package that is drawn part by part."""

BOX_WIDTH, BOX_HEIGHT = 150, 38
COLUMN, ROW = 176, 92
MARGIN = 20

Arrows = Mapping[str, frozenset[str]]

STYLE = (
    ".box{fill:#fff;stroke:#3949ab;stroke-width:1.5}.outer .box{fill:#e8eaf6}"
    "text{font:14px system-ui,sans-serif;text-anchor:middle;fill:#1a237e}"
    "text{dominant-baseline:central}"
    "path{fill:none;stroke:#5c6bc0;stroke-width:1.2;opacity:.75}"
)


def draw_architecture() -> str:
    """Get the picture; an arrow stands for imports that no longer way explains."""
    arrows = _without_shortcuts(_find_imports())
    rows = _order(_stack(arrows), arrows)
    places = _place(rows)
    width = max(len(row) for row in rows) * COLUMN + 2 * MARGIN
    height = len(rows) * ROW + 2 * MARGIN
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'aria-label="Which package imports which">'
        ),
        f"<style>{STYLE}</style>",
        (
            '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
            'markerHeight="7" orient="auto">'
            '<path d="M0 0 8 4 0 8z" style="fill:#5c6bc0"/></marker>'
        ),
        *(
            _draw_arrow(places[name], places[used])
            for name in sorted(arrows)
            for used in sorted(arrows[name])
        ),
        *(_draw_box(name, *places[name]) for name in sorted(places)),
        "</svg>",
    ]
    return "\n".join(lines)


def _find_imports() -> Arrows:
    graph = grimp.build_graph(*ROOTS, cache_dir=None)
    parts = [*graph.find_children(PARTS_OF), *(set(ROOTS) - {PARTS_OF})]
    for part in parts:
        if graph.find_children(part):
            graph.squash_module(part)
    return {
        part: frozenset(graph.find_modules_directly_imported_by(part)) & frozenset(parts) - {part}
        for part in parts
    }


def _without_shortcuts(arrows: Arrows) -> Arrows:
    """Leave out the arrows that a longer way stands for."""
    reached = {name: _reach(name, arrows) for name in arrows}
    return {
        name: frozenset(
            used for used in targets if not any(used in reached[other] for other in targets)
        )
        for name, targets in arrows.items()
    }


def _reach(name: str, arrows: Arrows) -> frozenset[str]:
    found = set(arrows[name])
    for used in arrows[name]:
        found |= _reach(used, arrows)
    return frozenset(found)


def _stack(arrows: Arrows) -> list[list[str]]:
    """Put each package above all that it imports."""
    heights: dict[str, int] = {}

    def height_of(name: str) -> int:
        if name not in heights:
            heights[name] = 1 + max((height_of(used) for used in arrows[name]), default=-1)
        return heights[name]

    top = max(height_of(name) for name in arrows)
    return [
        sorted(name for name in arrows if heights[name] == height) for height in range(top, -1, -1)
    ]


def _order(rows: list[list[str]], arrows: Arrows) -> list[list[str]]:
    """Move packages sideways, to stand below those that import them."""
    ordered = [rows[0]]
    for row in rows[1:]:
        seen = [name for earlier in ordered for name in earlier]
        ordered.append(sorted(row, key=lambda name: (_middle(name, seen, arrows), name)))
    return ordered


def _middle(name: str, seen: Iterable[str], arrows: Arrows) -> float:
    users = [index for index, user in enumerate(seen) if name in arrows[user]]
    return sum(users) / len(users) if users else 0.0


def _place(rows: list[list[str]]) -> dict[str, tuple[float, float]]:
    widest = max(len(row) for row in rows)
    return {
        name: (
            MARGIN + (column + (widest - len(row)) / 2 + 0.5) * COLUMN,
            MARGIN + (number + 0.5) * ROW,
        )
        for number, row in enumerate(rows)
        for column, name in enumerate(row)
    }


def _draw_arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    top, bottom = start[1] + BOX_HEIGHT / 2, end[1] - BOX_HEIGHT / 2
    bend = (bottom - top) / 2
    return (
        f'<path d="M{start[0]:g} {top:g}C{start[0]:g} {top + bend:g} {end[0]:g} {bottom - bend:g} '
        f'{end[0]:g} {bottom:g}" marker-end="url(#tip)"/>'
    )


def _draw_box(name: str, x: float, y: float) -> str:
    kind = "inner" if name.startswith(f"{PARTS_OF}.") else "outer"
    left, top = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2
    return (
        f'<g class="{kind}"><rect class="box" x="{left:g}" y="{top:g}" width="{BOX_WIDTH}" '
        f'height="{BOX_HEIGHT}" rx="6"/><text x="{x:g}" y="{y:g}">'
        f"{escape(name.removeprefix(f'{PARTS_OF}.'))}</text></g>"
    )
