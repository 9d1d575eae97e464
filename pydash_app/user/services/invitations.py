"""Invites people where registration is by invitation."""

from datetime import datetime

from pydash_app.audit import Subject, record
from pydash_app.database import Root, transactional
from pydash_app.mail import queue
from pydash_app.user import credential_repository
from pydash_app.user.credentials import Invitation
from pydash_app.user.services import letters
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.registration import check_email


@transactional
def invite(root: Root, email: str, *, public_url: str, now: datetime) -> str:
    """Mail an invitation; its link.

    Raises:
        InvalidInputError: this is no e-mail address.
    """
    email = check_email(email)
    code = make_code()
    credential_repository.add_invitation(root, digest_of(code), Invitation(email, now=now))
    letter = letters.invitation(email, code, public_url, now=now)
    queue.add(root, letter)
    record(root, "invitation_sent", Subject("invitation", name=email))
    return letter.link
