"""Registers an account."""

import unicodedata
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from pydash_app.database import Database, Root, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.mail import queue
from pydash_app.user import repository
from pydash_app.user.entity import User
from pydash_app.user.services import letters
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.passwords import check_password, hash_password

LONGEST_NAME_CHARACTERS = 64


def register(
    database: Database, *, name: str, email: str, password: str, public_url: str, now: datetime
) -> None:
    """Make an account, and send a mail whose link verifies its address.

    An address that has an account gets a mail that says so, and the caller hears nothing of it.

    Raises:
        InvalidInputError: name, address or password can't be used; `fields` says which.
        AlreadyExistsError: the name is taken.
    """
    name = check_name(name)
    email = check_email(email)
    check_password(password)
    # Before the transaction: hashing takes a tenth of a second, and a retry would take it again.
    user = User(name=name, email=email, password_hash=hash_password(password), now=now)
    _keep(database, user, make_code(), public_url, now)


@transactional
def _keep(root: Root, user: User, code: str, public_url: str, now: datetime) -> None:
    if repository.find_by_name(root, user.name) is None and repository.find_by_email(
        root, user.email
    ):
        queue.add(root, letters.already_registered(user.email, public_url, now=now))
        return
    user.expect_code(digest_of(code), now=now)
    repository.add(root, user)
    queue.add(root, letters.verification(user, code, public_url, now=now))


def check_name(name: str) -> str:
    """Bring a name into the form in which it is shown.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that nobody can see.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name:
        raise _invalid("name", "Give a name.")
    if len(name) > LONGEST_NAME_CHARACTERS:
        raise _invalid("name", f"Use at most {LONGEST_NAME_CHARACTERS} characters for the name.")
    if any(
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in name
    ):
        raise _invalid("name", "Use only characters that can be seen for the name.")
    return name


def check_email(email: str) -> str:
    """Bring an e-mail address into its normal form.

    Raises:
        InvalidInputError: it is no e-mail address.
    """
    try:
        checked = validate_email(
            email.strip(),
            allow_smtputf8=False,
            check_deliverability=False,
            test_environment=True,
        )
    except EmailNotValidError as error:
        raise _invalid("email", "This is not an e-mail address.") from error
    return checked.normalized


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
