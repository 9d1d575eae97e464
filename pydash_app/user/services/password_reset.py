"""Gives a user who has forgotten the password another one, by mail."""

from datetime import datetime

from pydash_app.audit import Credential, account, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.mail import queue
from pydash_app.user import credential_repository, repository
from pydash_app.user.credentials import RESET_LIFETIME, MailedCode
from pydash_app.user.entity import User
from pydash_app.user.services import letters, notices
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.login_guard import LoginGuard
from pydash_app.user.services.passwords import check_password, hash_password
from pydash_app.user.services.registration import find_id_by_email
from pydash_app.user.services.revocation import revoke_credentials


def request_password_reset(
    database: Database, email: str, *, public_url: str, now: datetime
) -> None:
    """Mail a code to the owner of an address; any other address gets nothing.

    Codes that were sent before stay good, so that somebody else's request spoils nobody's.
    """
    user_id = find_id_by_email(database, email)
    if user_id is not None:
        _answer_request(database, user_id, public_url, now)


def reset_password(
    database: Database,
    code: str,
    new_password: str,
    *,
    guard: LoginGuard,
    public_url: str,
    now: datetime,
) -> None:
    """Take another password; all that was there before ends: sessions, codes, API tokens.

    The address of the one who asks is known from then on: who has the owner's mail is the owner,
    and gets in there even while others guess.

    Raises:
        InvalidInputError: the code is unknown, too old or used up, or the password too weak.
    """
    check_password(new_password, field="new_password")
    _check_code(database, digest_of(code), now)
    password_hash = hash_password(new_password)
    _store(database, digest_of(code), password_hash, guard, public_url, now)


@transactional
def _answer_request(root: Root, user_id: str, public_url: str, now: datetime) -> None:
    user = repository.find_by_id(root, user_id)
    if user is not None and not user.is_disabled:
        send_code(root, user, public_url, now)


def send_code(
    root: Root, user: User, public_url: str, now: datetime, *, is_undoing: bool = False
) -> None:
    """Mail a code for another password.

    Args:
        root: of the database.
        user: whose password it is.
        public_url: for the link.
        now: the present instant.
        is_undoing: whether the owner has just undone a change, so that no mails which anybody
            asked for may stand in the way of this one.
    """
    code = make_code()
    letter = letters.password_reset(user, code, public_url, now=now)
    if is_undoing:
        letter.pool = "undo"
    if not queue.add(root, letter):
        return
    credential_repository.add_code(
        root,
        digest_of(code),
        MailedCode(
            user_id=user.id,
            purpose="reset_password",
            email=user.email,
            expires_at=now + RESET_LIFETIME,
        ),
    )
    record(root, "password_reset_requested", account(user.id))


@reading
def _check_code(root: Root, digest: str, now: datetime) -> None:
    _get_owner(root, digest, now)


@transactional
def _store(
    root: Root, digest: str, password_hash: str, guard: LoginGuard, public_url: str, now: datetime
) -> None:
    user = _get_owner(root, digest, now)
    user.password_hash = password_hash
    user.mark_verified()
    revoke_credentials(root, user, tokens=True)
    # Who once moved the account away from this address, and back to it, keeps no way back either.
    first = credential_repository.first_undo_number(root, user.id, user.email)
    if first is not None:
        credential_repository.remove_undo_codes(root, user.id, since=first)
    credential_repository.remember_address(root, user.id, guard.digest_for(user.id), now=now)
    shown = Credential("mail_link")
    record(root, "password_reset", account(user.id), by=user.id, credential=shown)
    notices.password_changed(root, user, tokens_ended=True, public_url=public_url, now=now)


def _get_owner(root: Root, digest: str, now: datetime) -> User:
    code = credential_repository.find_code(root, digest, "reset_password", now=now)
    user = None if code is None else repository.find_by_id(root, code.user_id)
    if user is None or user.is_disabled:
        raise InvalidInputError(
            "This link is not valid any more. It works once and for one hour; ask for a new one.",
            code="invalid_code",
        )
    return user
