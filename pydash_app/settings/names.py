"""Which `PYDASH_*` variables there are, and which are meant for somebody else or misspelt."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pydash_app.settings.model import Settings

PREFIX = "PYDASH_"

SECRETS = ("secret_key", "mail_url", "database")
"""Settings that are a secret, or may hold a password."""

FILE_SUFFIX = "_FILE"

NO_SETTINGS = frozenset(
    {
        "PYDASH_IMPORT_SOURCE",
        "PYDASH_IMPORT_SOURCE_FILE",
        "PYDASH_SUPERVISOR_PID",
        "PYDASH_TOKEN",
        # Those of PyDash's own tests.
        "PYDASH_CHROMIUM",
        "PYDASH_TEST_POSTGRES",
        "PYDASH_TEST_STORAGE",
    }
)
"""Of commands, of the supervisor for its children, of the scripts that the help page shows."""

_KUBERNETES = re.compile(r"PYDASH_(SERVICE_(HOST|PORT\w*)|PORT_\d+_(TCP|UDP|SCTP)\w*)")
"""What Kubernetes sets in every pod beside a Service called `pydash`.

Source:
    Kubernetes documentation, "Service", section "Environment variables".
"""


@dataclass(frozen=True, slots=True)
class UnknownVariable:
    """One that is set and means nothing.

    Attributes:
        nearest: the variable that it may be a slip of the pen for.
    """

    name: str
    nearest: str | None

    @property
    def sentence(self) -> str:
        """What to do about it."""
        if self.nearest is None:
            return f"{self.name} is set, and there is no such setting: `pydash config` lists all."
        return f"{self.name} is set, and there is no such setting. Is {self.nearest} meant?"


def variable_of(name: str) -> str:
    """The variable of a setting."""
    return f"{PREFIX}{name.upper()}"


def list_variables() -> list[str]:
    """All variables that are settings, those that name a file with a secret included."""
    return [
        *map(variable_of, Settings.model_fields),
        *(f"{variable_of(name)}{FILE_SUFFIX}" for name in SECRETS),
    ]


def list_unknown(environment: Mapping[str, str]) -> list[UnknownVariable]:
    """The variables that look like PyDash's and are none, in the order of their names."""
    known = list_variables()
    return [
        UnknownVariable(name, _find_nearest(name, known))
        for name in sorted(environment)
        if name.upper().startswith(PREFIX) and not _is_known(name.upper(), known)
    ]


def _is_known(name: str, known: Iterable[str]) -> bool:
    return name in known or name in NO_SETTINGS or _KUBERNETES.fullmatch(name) is not None


def _find_nearest(name: str, known: Iterable[str]) -> str | None:
    without_file = name.upper().removesuffix(FILE_SUFFIX)
    if without_file in known:  # whose value is no secret, and can't lie in a file
        return without_file
    # Without what all of them begin with, which would make any two look alike.
    rests = [one.removeprefix(PREFIX) for one in known]
    found = get_close_matches(name.upper().removeprefix(PREFIX), rests, n=1)
    return f"{PREFIX}{found[0]}" if found else None
