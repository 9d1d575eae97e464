"""Finds and keeps tokens, mailed codes, invitations and known addresses."""

from datetime import datetime

from BTrees.OOBTree import OOBTree, OOTreeSet

from pydash_app.database import Root
from pydash_app.errors import NotAllowedError, NotFoundError
from pydash_app.text_forms import fold
from pydash_app.user.credentials import ApiToken, Invitation, MailedCode, Purpose

REVOCABLE: tuple[Purpose, ...] = ("reset_password", "change_email")
"""What codes are good for that end with the credentials; those for undoing outlive them."""

MOST_KNOWN_ADDRESSES = 32
"""Of a user; whoever moves about more is a stranger again where they were longest ago."""


def add_token(root: Root, token: ApiToken) -> None:
    """Keep a new token."""
    root["api_tokens"].add(token)
    ids_by_owner = root["token_ids_by_owner"]
    if token.owner_id not in ids_by_owner:
        ids_by_owner[token.owner_id] = OOTreeSet()
    ids_by_owner[token.owner_id].add(token.id)


def find_token(root: Root, digest: str) -> ApiToken | None:
    """The token with this digest, expired or not."""
    token: ApiToken | None = root["api_tokens"].get("digest", digest)
    return token


def get_owned_token(root: Root, owner_id: str, token_id: str) -> ApiToken:
    """A token of this user.

    Raises:
        NotFoundError: there is none.
        NotAllowedError: it belongs to somebody else.
    """
    token = find_token_by_id(root, token_id)
    if token is None:
        raise NotFoundError("There is no such token.")
    if token.owner_id != owner_id:
        raise NotAllowedError("This token belongs to somebody else.")
    return token


def list_owned_tokens(root: Root, owner_id: str) -> list[ApiToken]:
    """The tokens of a user, oldest first."""
    ids = root["token_ids_by_owner"].get(owner_id, ())
    owned = [root["api_tokens"].find("id", token_id) for token_id in ids]
    return sorted(owned, key=lambda token: (token.created_at, token.id))


def find_token_by_id(root: Root, token_id: str) -> ApiToken | None:
    """A token, whoever owns it."""
    token: ApiToken | None = root["api_tokens"].get("id", token_id)
    return token


def remove_tokens(root: Root, owner_id: str) -> int:
    """Drop all tokens of a user; how many there were."""
    tokens = list_owned_tokens(root, owner_id)
    for token in tokens:
        remove_token(root, token)
    return len(tokens)


def remove_token(root: Root, token: ApiToken) -> None:
    """Drop a token."""
    root["api_tokens"].remove(token)
    root["token_ids_by_owner"][token.owner_id].remove(token.id)


def add_code(root: Root, digest: str, code: MailedCode) -> None:
    """Keep a code that is being mailed."""
    root["mailed_codes"][digest] = code
    digests_by_owner = root["code_digests_by_owner"]
    if code.user_id not in digests_by_owner:
        digests_by_owner[code.user_id] = OOTreeSet()
    digests_by_owner[code.user_id].add(digest)


def find_code(root: Root, digest: str, purpose: Purpose, *, now: datetime) -> MailedCode | None:
    """A code that is still good for this."""
    code: MailedCode | None = root["mailed_codes"].get(digest)
    if code is None or code.purpose != purpose or code.expires_at <= now:
        return None
    return code


def remove_codes(root: Root, user_id: str, *, purpose: Purpose | None = None) -> None:
    """Drop a user's codes, or only those for one purpose."""
    digests = root["code_digests_by_owner"].get(user_id, ())
    for digest in list(digests):
        if purpose is None or root["mailed_codes"][digest].purpose == purpose:
            remove_code(root, digest)


def remove_undo_codes(root: Root, user_id: str, *, since: int) -> None:
    """Drop a user's codes for undoing from this number on."""
    for digest in list(root["code_digests_by_owner"].get(user_id, ())):
        code = root["mailed_codes"][digest]
        if code.purpose == "undo" and code.number >= since:
            remove_code(root, digest)


def first_undo_number(root: Root, user_id: str, email: str) -> int | None:
    """The lowest number of a user's codes for undoing that were mailed to this address."""
    codes = [root["mailed_codes"][one] for one in root["code_digests_by_owner"].get(user_id, ())]
    sent = (code.number for code in codes if code.purpose == "undo" and code.email == email)
    return min(sent, default=None)


def remove_code(root: Root, digest: str) -> None:
    """Drop a code; one that is gone already stays so."""
    code = root["mailed_codes"].pop(digest, None)
    if code is not None:
        root["code_digests_by_owner"][code.user_id].remove(digest)


def list_expired(root: Root, *, now: datetime) -> list[str]:
    """The digests of all codes and invitations that are good for nothing any more."""
    return [
        digest
        for room in ("mailed_codes", "invitations")
        for digest, kept in root[room].items()
        if kept.expires_at <= now
    ]


def add_invitation(root: Root, digest: str, invitation: Invitation) -> None:
    """Keep an invitation."""
    root["invitations"][digest] = invitation


def find_invitation(root: Root, digest: str, *, now: datetime) -> Invitation | None:
    """An invitation that still counts."""
    invitation: Invitation | None = root["invitations"].get(digest)
    if invitation is None or invitation.expires_at <= now:
        return None
    return invitation


def remove_invitation(root: Root, digest: str) -> None:
    """Drop an invitation; one that is gone already stays so."""
    root["invitations"].pop(digest, None)


def remove_invitations(root: Root, email_key: str) -> None:
    """Drop the invitations that were mailed to an address."""
    for digest, invitation in list(root["invitations"].items()):
        if fold(invitation.email) == email_key:
            remove_invitation(root, digest)


def knows_address(root: Root, user_id: str, digest: str) -> bool:
    """Tell whether a user has logged in from an address."""
    return digest in root["known_addresses"].get(user_id, ())


def remember_address(root: Root, user_id: str, digest: str, *, now: datetime) -> None:
    """Note that a user has logged in from an address; the oldest are forgotten."""
    by_user = root["known_addresses"]
    if user_id not in by_user:
        by_user[user_id] = OOBTree()
    seen_at = by_user[user_id]
    seen_at[digest] = now
    while len(seen_at) > MOST_KNOWN_ADDRESSES:
        del seen_at[min(seen_at, key=seen_at.__getitem__)]


def remove_everything(root: Root, user_id: str) -> None:
    """Drop all that is kept here of a user."""
    remove_tokens(root, user_id)
    root["token_ids_by_owner"].pop(user_id, None)
    remove_codes(root, user_id)
    root["code_digests_by_owner"].pop(user_id, None)
    root["known_addresses"].pop(user_id, None)
