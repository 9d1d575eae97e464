"""Proves that an e-mail address belongs to whoever registered with it."""

from datetime import datetime

from pydash_app.database import Root, transactional
from pydash_app.errors import InvalidInputError
from pydash_app.mail import queue
from pydash_app.user import repository
from pydash_app.user.services import letters
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.registration import check_email


@transactional
def verify(root: Root, code: str, *, now: datetime) -> None:
    """Verify the account that was sent this code.

    Raises:
        InvalidInputError: the code is unknown, too old or used up.
    """
    user = repository.find_by_verification_digest(root, digest_of(code))
    expires_at = user and user.verification_expires_at
    if user is None or expires_at is None or expires_at <= now:
        raise InvalidInputError(
            "This link is not valid any more. It works once and for 24 hours; ask for a new one.",
            code="invalid_code",
        )
    user.mark_verified()
    repository.update(root, user)


@transactional
def resend_verification(root: Root, email: str, *, public_url: str, now: datetime) -> None:
    """Send another code to an address that waits for one; any other address gets nothing."""
    try:
        user = repository.find_by_email(root, check_email(email))
    except InvalidInputError:
        return
    if user is None or user.is_verified:
        return
    code = make_code()
    user.expect_code(digest_of(code), now=now)
    repository.update(root, user)
    queue.add(root, letters.verification(user, code, public_url, now=now))
