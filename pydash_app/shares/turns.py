"""Whose turn it is among those who wait, and who must leave when too many do.

Those who wait are named by paths, such as network, subnet and client. At each level the branches
take turns, however many wait in each.

Source:
    RFC 970, On Packet Switches With Infinite Storage: a queue for each source, served in turn;
    when there is no room, the last of the longest queue is dropped.
"""

from collections.abc import Mapping, Sequence

Path = tuple[str, ...]


def prefixes_of(path: Path) -> list[Path]:
    """The branches that a path lies in, the widest first."""
    return [path[:length] for length in range(1, len(path) + 1)]


def choose_next(paths: Sequence[Path], last_turns: Mapping[Path, int]) -> int:
    """The place in line of who is next: of each branch whose last turn was longest ago.

    Args:
        paths: of those who wait, the first one longest; at least one.
        last_turns: when each branch had its last turn, in numbers that grow; 0 where it had none.
    """
    places = list(range(len(paths)))
    for depth in range(1, _depth_of(paths) + 1):
        branches = _branches(paths, places, depth)
        places = branches[min(branches, key=lambda branch: last_turns.get(branch, 0))]
    return places[0]


def choose_last(paths: Sequence[Path]) -> int:
    """The place in line of who came last into the branch in which most wait."""
    places = list(range(len(paths)))
    for depth in range(1, _depth_of(paths) + 1):
        branches = _branches(paths, places, depth)
        places = max(branches.values(), key=lambda found: (len(found), found[-1]))
    return places[-1]


def _depth_of(paths: Sequence[Path]) -> int:
    return max(len(path) for path in paths)


def _branches(paths: Sequence[Path], places: list[int], depth: int) -> dict[Path, list[int]]:
    branches: dict[Path, list[int]] = {}
    for place in places:
        branches.setdefault(paths[place][:depth], []).append(place)
    return branches
