"""Changes what a user can set: name, address, theme, sounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydash_app.audit import Act, account, record
from pydash_app.database import Database, Root, reading, transactional
from pydash_app.errors import AlreadyExistsError, InvalidInputError
from pydash_app.limits import RateLimits
from pydash_app.mail import queue
from pydash_app.user import credential_repository, repository
from pydash_app.user.credentials import MailedCode
from pydash_app.user.entity import CODE_LIFETIME, User
from pydash_app.user.services import letters, notices
from pydash_app.user.services.codes import digest_of, make_code
from pydash_app.user.services.registration import (
    check_email,
    check_name,
    check_no_other_address,
)
from pydash_app.user.services.sessions import get_user_in_session

SettingName = Literal["username", "email", "theme", "play_sounds"]

ACT_OF: Mapping[SettingName, Act] = {
    "username": "name_changed",
    "email": "email_change_requested",
}

PLAIN_SETTINGS: tuple[SettingName, ...] = ("theme", "play_sounds")


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What came of it.

    Attributes:
        changed: names of the settings that are another now; `email` where one is to be proved.
        pending_email: the address that is to be proved.
    """

    changed: list[SettingName]
    pending_email: str | None


def change_settings(
    database: Database,
    user_id: UUID,
    wanted: Mapping[str, Any],
    *,
    session_token: str | None = None,
    limits: RateLimits,
    public_url: str,
    now: datetime,
) -> SettingsChange:
    """Change all that is wanted, or nothing where a part of it is not possible.

    A new address counts once the code that is mailed there was used; the old one gets a notice.
    An address that belongs to somebody else is answered in the same way, and its owner told.

    Args:
        database: to keep it in.
        user_id: whose.
        wanted: any of `username`, `email`, `theme`, `play_sounds`, each of its type.
        session_token: of the session that asks, which must not have ended meanwhile.
        limits: on the mails that a user can have sent to others.
        public_url: for links in mails.
        now: the present instant.

    Raises:
        InvalidInputError: the name is taken or can't be used, or the address is none.
        TooManyRequestsError: the user has asked for too many mails.
        VanishedError: the account does not exist any more.
    """
    if "email" in wanted and wanted["email"] != _read_email(database, user_id):
        limits.charge(limits.mails.of(f"user {user_id}"), now=now)
    return _change(database, user_id, wanted, session_token, public_url, now)


@reading
def _read_email(root: Root, user_id: UUID) -> str:
    return repository.get_by_id(root, str(user_id)).email


@transactional
def _change(
    root: Root,
    user_id: UUID,
    wanted: Mapping[str, Any],
    session_token: str | None,
    public_url: str,
    now: datetime,
) -> SettingsChange:
    user = get_user_in_session(root, user_id, session_token, now=now)
    changed: list[SettingName] = []
    if "username" in wanted and _rename(root, user, wanted["username"], public_url, now):
        changed.append("username")
    if "email" in wanted and _expect_email(root, user, wanted["email"], public_url, now):
        changed.append("email")
    for name in PLAIN_SETTINGS:
        if name in wanted and getattr(user, name) != wanted[name]:
            setattr(user, name, wanted[name])
            changed.append(name)
    _record(root, user, changed)
    return SettingsChange(changed, user.pending_email)


def _record(root: Root, user: User, changed: list[SettingName]) -> None:
    acts: dict[Act, list[SettingName]] = {}
    for name in changed:
        acts.setdefault(ACT_OF.get(name, "settings_changed"), []).append(name)
    for act, names in acts.items():
        record(root, act, account(user.id), changed=names)


def _rename(root: Root, user: User, wanted: str, public_url: str, now: datetime) -> bool:
    name = check_name(wanted, field="username")
    if name == user.name:
        return False
    check_no_other_address(name, user.email, field="username")
    former = user.name
    try:
        repository.rename(root, user, name)
    except AlreadyExistsError as error:
        raise InvalidInputError(
            "This name is taken. Choose another one.",
            code="name_taken",
            fields={"username": "This name is taken."},
        ) from error
    notices.renamed(root, user, former, public_url=public_url, now=now)
    return True


def _expect_email(root: Root, user: User, wanted: str, public_url: str, now: datetime) -> bool:
    email = check_email(wanted)
    credential_repository.remove_codes(root, user.id, purpose="change_email")
    if email == user.email:
        was_pending, user.pending_email = user.pending_email is not None, None
        return was_pending
    user.pending_email = email
    owner = repository.find_by_email(root, email)
    if owner is not None and owner is not user:
        queue.add(root, letters.already_registered(email, public_url, now=now))
    else:
        _send_code(root, user, email, public_url, now)
    notices.email_changing(root, user, public_url=public_url, now=now)
    return True


def _send_code(root: Root, user: User, email: str, public_url: str, now: datetime) -> None:
    code = make_code()
    if not queue.add(root, letters.new_email(email, code, public_url, now=now)):
        return
    credential_repository.add_code(
        root,
        digest_of(code),
        MailedCode(
            user_id=user.id, purpose="change_email", email=email, expires_at=now + CODE_LIFETIME
        ),
    )
