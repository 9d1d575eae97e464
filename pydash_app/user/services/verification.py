"""Proves that an e-mail address belongs to whoever registered with it."""

from datetime import datetime

from pydash_app.audit import Act, Credential, account, record
from pydash_app.database import Database, Root, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.mail import queue
from pydash_app.user import credential_repository, repository
from pydash_app.user.entity import User
from pydash_app.user.services import letters, notices
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.registration import find_id_by_email
from pydash_app.user.services.revocation import revoke_codes


@transactional
def verify(root: Root, code: str, *, public_url: str, now: datetime) -> None:
    """Verify the address to which this code was sent: of a new account, or a new one of an old.

    Raises:
        InvalidInputError: the code is unknown, too old or used up.
    """
    user = repository.find_by_verification_digest(root, digest_of(code))
    if user is None:
        _move(root, digest_of(code), public_url, now)
        return
    expires_at = user.verification_expires_at
    if expires_at is None or expires_at <= now or user.is_disabled:
        raise _invalid_code()
    user.mark_verified()
    repository.update(root, user)
    _record(root, "email_verified", user)


def _move(root: Root, digest: str, public_url: str, now: datetime) -> None:
    code = credential_repository.find_code(root, digest, "change_email", now=now)
    user = None if code is None else repository.find_by_id(root, code.user_id)
    if code is None or user is None or _is_in_vain(root, user, code.email):
        raise _invalid_code()
    _record(root, "email_changed", user)
    notices.email_changed(root, user, code.email, public_url=public_url, now=now)
    # Those for a new password went to the address that does not count any more.
    revoke_codes(root, user)
    user.move_to(code.email)
    repository.update(root, user)


def _record(root: Root, act: Act, user: User) -> None:
    record(root, act, account(user.id), by=user.id, credential=Credential("mail_link"))


def _is_in_vain(root: Root, user: User, email: str) -> bool:
    owner = repository.find_by_email(root, email)
    return user.is_disabled or owner not in (None, user)


def _invalid_code() -> InvalidInputError:
    return InvalidInputError(
        "This link is not valid any more. It works once and for 24 hours; ask for a new one.",
        code="invalid_code",
    )


def resend_verification(database: Database, email: str, *, public_url: str, now: datetime) -> None:
    """Send another code to an address that waits for one; any other address gets nothing."""
    user_id = find_id_by_email(database, email)
    if user_id is not None:
        _send_again(database, user_id, public_url, now)


@transactional
def _send_again(root: Root, user_id: str, public_url: str, now: datetime) -> None:
    user = repository.find_by_id(root, user_id)
    if user is None or user.is_verified or user.is_disabled:
        return
    code = make_code()
    if queue.add(root, letters.verification(user, code, public_url, now=now)):
        user.expect_code(digest_of(code), now=now)
        repository.update(root, user)
        record(root, "verification_sent", account(user.id))
