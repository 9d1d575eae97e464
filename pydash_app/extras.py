"""How to install what only some installations need, without an index that has PyDash."""

from importlib.metadata import version
from typing import Literal

Extra = Literal["dask", "import", "postgres", "self-monitoring"]


def how_to_install(extra: Extra) -> str:
    """What to type to install an extra: from PyDash's own wheel, or from its repository.

    No name of ours is looked up in an index, where somebody else may hold it.
    """
    wheel = f"pydash_io-{version('pydash-io')}-py3-none-any.whl"
    return f"pip install './{wheel}[{extra}]' (or '.[{extra}]' in PyDash's repository)"
