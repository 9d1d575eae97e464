"""Registers an account."""

from datetime import datetime
from typing import Literal

from email_validator import EmailNotValidError, validate_email

from pydash_app.audit import Credential, account, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import InvalidInputError, NotAllowedError
from pydash_app.mail import queue
from pydash_app.naming import check_visible_name
from pydash_app.text_forms import CODE_POINTS_PER_CHARACTER, fold
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import User
from pydash_app.user.services import letters
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.passwords import check_password, hash_password

LONGEST_NAME_CHARACTERS = 64
LONGEST_SENT_NAME_CHARACTERS = CODE_POINTS_PER_CHARACTER * LONGEST_NAME_CHARACTERS
"""Before accents are joined with their letters."""

LONGEST_EMAIL_CHARACTERS = 254
"""RFC 5321, section 4.5.3.1.3: a path has 256, two of which are its brackets."""

RegistrationMode = Literal["open", "invite", "closed"]


def register(
    database: Database,
    *,
    name: str,
    email: str,
    password: str,
    public_url: str,
    now: datetime,
    mode: RegistrationMode = "open",
    invitation_code: str | None = None,
) -> None:
    """Make an account, and send a mail whose link verifies its address.

    An address that has an account gets a mail that says so, and the caller hears nothing of it.

    Args:
        database: to keep it in.
        name: as it is to be shown.
        email: not verified yet.
        password: in plain text.
        public_url: for the link.
        now: the present instant.
        mode: who may register.
        invitation_code: is used up where an invitation is needed.

    Raises:
        InvalidInputError: name, address or password can't be used; `fields` says which.
        AlreadyExistsError: the name is taken.
        NotAllowedError: nobody may register, or the invitation is missing or not valid any more.
    """
    invitation = _require_invitation(mode, invitation_code)
    name = check_name(name)
    email = check_email(email)
    check_no_other_address(name, email)
    check_password(password)
    # Before the transaction: hashing takes a tenth of a second, and a retry would take it again.
    user = User(name=name, email=email, password_hash=hash_password(password), now=now)
    _keep(database, user, invitation, make_code(), public_url, now)


@transactional
def _keep(
    root: Root, user: User, invitation: str | None, code: str, public_url: str, now: datetime
) -> None:
    if invitation is not None:
        _use_invitation(root, invitation, user, now)
    if not repository.is_taken(root, user.name) and repository.find_by_email(root, user.email):
        queue.add(root, letters.already_registered(user.email, public_url, now=now))
        return
    user.expect_code(digest_of(code), now=now)
    repository.add(root, user)
    shown = None if invitation is None else Credential("mail_link")
    record(root, "registered", account(user.id), by=user.id, credential=shown)
    queue.add(root, letters.verification(user, code, public_url, now=now))


@reading
def find_id_by_email(root: Root, email: str) -> str | None:
    """The id of the user with an address, however it is written; nobody's for what is none."""
    try:
        user = repository.find_by_email(root, check_email(email))
    except InvalidInputError:
        return None
    return None if user is None else user.id


def _require_invitation(mode: RegistrationMode, code: str | None) -> str | None:
    """The digest of the invitation, where one is needed."""
    if mode == "closed":
        raise NotAllowedError(
            "Nobody can register here. Ask whoever runs this PyDash.", code="registration_closed"
        )
    if mode == "open":
        return None
    if not code:
        raise _by_invitation_only()
    return digest_of(code)


def _use_invitation(root: Root, digest: str, user: User, now: datetime) -> None:
    invitation = credential_repository.find_invitation(root, digest, now=now)
    if invitation is None:
        raise _by_invitation_only()
    if fold(invitation.email) != user.email_key:
        reason = "This invitation is for another e-mail address: the one to which it was mailed."
        raise InvalidInputError(
            reason, code="invitation_for_another_address", fields={"email": reason}
        )
    credential_repository.remove_invitations(root, user.email_key)


def _by_invitation_only() -> NotAllowedError:
    return NotAllowedError(
        "You need an invitation to register here. Open the link in yours, or ask for another one.",
        code="invitation_needed",
    )


def check_name(name: str, *, field: str = "name") -> str:
    """Bring a name into the form in which it is shown.

    Raises:
        InvalidInputError: it is empty, too long, or has characters that nobody can see.
    """
    return check_visible_name(
        name, empty="Give a name.", longest=LONGEST_NAME_CHARACTERS, field=field
    )


def check_no_other_address(name: str, email: str, *, field: str = "name") -> None:
    """Refuse a name that others could take for an e-mail address which is not its owner's.

    Whether the address has an account makes no difference, so that nobody learns that.

    Args:
        name: as `check_name` returned it.
        email: of the account that is to bear the name.
        field: of the input, for the error.

    Raises:
        InvalidInputError: it has an @, also one of another width, and is not the address.
    """
    key = fold(name)
    if "@" in key and key != fold(email):
        raise _invalid(field, "Use a name without @, or your own e-mail address.")


def check_email(email: str) -> str:
    """Bring an e-mail address into its normal form.

    Raises:
        InvalidInputError: it is no e-mail address.
    """
    if len(email) > LONGEST_EMAIL_CHARACTERS:
        raise _invalid("email", f"Use at most {LONGEST_EMAIL_CHARACTERS} characters.")
    try:
        checked = validate_email(
            email.strip(),
            allow_smtputf8=False,
            check_deliverability=False,
            test_environment=True,
            strict=True,  # also of the part before the @, which has at most 64 characters
        )
    except EmailNotValidError as error:
        raise _invalid("email", "This is not an e-mail address.") from error
    return checked.normalized


def _invalid(field: str, reason: str) -> InvalidInputError:
    return InvalidInputError(reason, fields={field: reason})
