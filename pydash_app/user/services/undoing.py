"""Takes a change back that the owner of an account did not make.

Whoever reads a notice held the address before the change; so their word counts more than that of
anybody who holds the account now. Of several such codes the older one wins: using it ends the
younger ones, which went to addresses that came later.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydash_app.audit import Credential, account, record
from pydash_app.database import Root, transactional
from pydash_app.errors import AlreadyExistsError, InvalidInputError
from pydash_app.text_forms import fold
from pydash_app.user import credential_repository, repository
from pydash_app.user.credentials import MailedCode, UndoAct
from pydash_app.user.entity import User
from pydash_app.user.services import password_reset
from pydash_app.user.services.codes import digest_of
from pydash_app.user.services.deletion import remove_account
from pydash_app.user.services.passwords import NO_PASSWORD
from pydash_app.user.services.revocation import revoke_credentials


@transactional
def undo(root: Root, code: str, *, public_url: str, now: datetime) -> UndoAct:
    """Undo or stop the change of which a notice told; what kind of change it was.

    Raises:
        InvalidInputError: the code is unknown, too old or used up, or what was before belongs to
            another account by now.
    """
    digest = digest_of(code)
    found = credential_repository.find_code(root, digest, "undo", now=now)
    user = None if found is None else repository.find_by_id(root, found.user_id)
    if found is None or user is None or user.is_disabled:
        raise InvalidInputError(
            "This link is not valid any more. It works once and for seven days; if somebody else "
            "uses your account, ask for another password, or ask whoever runs this PyDash.",
            code="invalid_code",
        )
    _WAYS[found.act](root, user, found, public_url, now)
    credential_repository.remove_code(root, digest)
    shown = Credential("mail_link")
    subject = account(user.id)
    record(root, "change_undone", subject, by=user.id, credential=shown, changed=[found.act])
    return found.act


def _lock_down(root: Root, user: User, code: MailedCode, public_url: str, now: datetime) -> None:
    """Give the account back to an address, whose owner then chooses another password."""
    _give_back_address(root, user, code.email)
    revoke_credentials(root, user, tokens=True)
    user.password_hash = NO_PASSWORD
    credential_repository.remove_undo_codes(root, user.id, since=code.number)
    password_reset.send_code(root, user, public_url, now, is_undoing=True)


def _give_back_address(root: Root, user: User, email: str) -> None:
    if fold(email) == user.email_key:
        return
    other = repository.find_by_email(root, email)
    if other is not None and other.is_verified:
        raise InvalidInputError(
            f"{email} has another account by now. Delete that account, or give it another "
            "address, and open this link again.",
            code="address_taken",
        )
    if other is not None:  # made by somebody who could not prove that the address is theirs
        remove_account(root, other)
    user.move_to(email)
    repository.update(root, user)


def _delete_token(
    root: Root, user: User, code: MailedCode, _public_url: str, _now: datetime
) -> None:
    token = credential_repository.find_token_by_id(root, code.detail)
    if token is not None and token.owner_id == user.id:
        credential_repository.remove_token(root, token)


def _give_back_name(
    root: Root, user: User, code: MailedCode, _public_url: str, _now: datetime
) -> None:
    try:
        repository.rename(root, user, code.detail)
    except AlreadyExistsError as error:
        raise InvalidInputError(
            "Somebody else has this name by now. Log in and choose another one.",
            code="name_taken",
        ) from error


_WAYS: Mapping[UndoAct, Callable[[Root, User, MailedCode, str, datetime], None]] = {
    "password": _lock_down,
    "email": _lock_down,
    "name": _give_back_name,
    "token": _delete_token,
}
