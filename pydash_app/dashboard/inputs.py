"""What users may call a dashboard, and what can be a security code."""

import re

from pydash_app.errors import InvalidInputError
from pydash_app.naming import check_visible_name
from pydash_app.pasted import strip_unseen, unwrap
from pydash_app.text_forms import CODE_POINTS_PER_CHARACTER

LONGEST_NAME_CHARACTERS = 100
LONGEST_SENT_NAME_CHARACTERS = CODE_POINTS_PER_CHARACTER * LONGEST_NAME_CHARACTERS
"""Before accents are joined with their letters."""

LONGEST_TOKEN_CHARACTERS = 1_024

_SETTING = re.compile(r"(?:[\w.]*\.)?security_token\s*[=:]\s*(?=\S)", re.IGNORECASE)


def check_name(name: str) -> str:
    """The name of a dashboard as it is kept.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that can't be seen.
    """
    return check_visible_name(
        name, empty="Give the dashboard a name.", longest=LONGEST_NAME_CHARACTERS
    )


def check_token(token: str) -> str:
    """The security code without unseen characters around it.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that can't be seen.
    """
    token = strip_unseen(token)
    if not token:
        raise _invalid("token", "Give the security code.")
    if len(token) > LONGEST_TOKEN_CHARACTERS:
        reason = f"Use at most {LONGEST_TOKEN_CHARACTERS:,} characters for the security code."
        raise _invalid("token", reason)
    unseen = next((place for place, one in enumerate(token) if not one.isprintable()), None)
    if unseen is not None:  # among others, what JSON can hold and UTF-8 can't
        raise _invalid(
            "token",
            "Use only characters that can be seen for the security code: its character "
            f"{unseen + 1:,} is U+{ord(token[unseen]):04X}. Copy it again.",
        )
    return token


def list_tokens(token: str) -> list[str]:
    """The security codes that may be meant by what was pasted, the likeliest first.

    Quotation marks around it, or the setting's name before it, may have been copied with it. Or
    they belong to it: in FMD's `config.cfg` they do.

    Raises:
        InvalidInputError: it can be none.
    """
    whole = check_token(token)
    value = unwrap(_SETTING.sub("", whole))
    return list(dict.fromkeys(one for one in (value, unwrap(whole), whole) if one))


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
