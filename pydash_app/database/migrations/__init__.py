"""The steps from one layout of the database to the next, a module each, found by its number.

`m0003_what_it_does.py` makes layout 3 out of layout 2. It holds `IS_SMALL`, whether it takes
milliseconds and runs by itself when PyDash starts; `list_steps(root)`, the names of what is to be
done; and `do_step(root, step)`, which does one of them in a transaction of its own. A step that
was done is never done again, so that a migration goes on where it was interrupted; one whose
thing was deleted meanwhile does nothing. May import what it migrates, and no service.
"""

import re
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

_NAME = re.compile(r"m(\d{4})_\w+")


@dataclass(frozen=True, slots=True)
class Migration:
    """A module of this package.

    Attributes:
        number: of the layout that it makes.
        module: what does it.
    """

    number: int
    module: ModuleType

    @property
    def summary(self) -> str:
        """What it does, in one sentence."""
        return (self.module.__doc__ or "").strip().splitlines()[0]

    @property
    def is_small(self) -> bool:
        """Whether it may run whenever PyDash starts, without a backup."""
        return bool(self.module.IS_SMALL)

    def list_steps(self, root: MutableMapping[str, Any]) -> Sequence[str]:
        """The names of all that is to be done, whether it was done or not."""
        steps: Iterable[str] = self.module.list_steps(root)
        return list(steps)

    def do_step(self, root: MutableMapping[str, Any], step: str) -> None:
        """Do one of them."""
        self.module.do_step(root, step)


def find_migrations(package: ModuleType | None = None) -> list[Migration]:
    """Every migration of a package, this one by default, in their order."""
    name = __name__ if package is None else package.__name__
    folders = __path__ if package is None else package.__path__
    stems = {path.stem for folder in folders for path in Path(folder).glob("m*.py")}
    found = ((_NAME.fullmatch(stem), stem) for stem in sorted(stems))
    return [
        Migration(int(match[1]), import_module(f"{name}.{stem}")) for match, stem in found if match
    ]
