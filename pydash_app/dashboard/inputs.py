"""What users may call a dashboard, and what can be a security code."""

from pydash_app.errors import InvalidInputError
from pydash_app.naming import check_visible_name
from pydash_app.text_forms import CODE_POINTS_PER_CHARACTER

LONGEST_NAME_CHARACTERS = 100
LONGEST_SENT_NAME_CHARACTERS = CODE_POINTS_PER_CHARACTER * LONGEST_NAME_CHARACTERS
"""Before accents are joined with their letters."""

LONGEST_TOKEN_CHARACTERS = 1_024


def check_name(name: str) -> str:
    """The name of a dashboard as it is kept.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that can't be seen.
    """
    return check_visible_name(
        name, empty="Give the dashboard a name.", longest=LONGEST_NAME_CHARACTERS
    )


def check_token(token: str) -> None:
    """Refuse what can be no security code.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that can't be seen.
    """
    if not token:
        raise _invalid("token", "Give the security code.")
    if len(token) > LONGEST_TOKEN_CHARACTERS:
        reason = f"Use at most {LONGEST_TOKEN_CHARACTERS:,} characters for the security code."
        raise _invalid("token", reason)
    if not token.isprintable():  # among others, what JSON can hold and UTF-8 can't
        raise _invalid("token", "Use only characters that can be seen for the security code.")


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
