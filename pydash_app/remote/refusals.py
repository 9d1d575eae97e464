"""Makes the refusal for a reason, with what was asked and what came in its sentence."""

from pydash_app.errors import RemoteError
from pydash_app.remote.reasons import REASONS

_SHOWN_CHARACTERS = 100


def refuse(reason: str, **said: object) -> RemoteError:
    """The error for a reason, with what was asked and what came in its sentence."""
    found = REASONS[reason]
    error = found.kind(found.sentence.format(**said))
    error.reason = reason
    return error


def shown(text: str) -> str:
    """An address within a sentence: as much of it as helps, and nothing that can't be seen."""
    visible = "".join(one for one in text.partition("?")[0] if one.isprintable())
    if len(visible) > _SHOWN_CHARACTERS:
        return f"{visible[: _SHOWN_CHARACTERS - 1]}…"
    return visible
