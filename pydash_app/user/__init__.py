"""People with an account: registration, verification by mail, sessions, tokens, settings.

`entity` and `credentials` hold what is stored, `repository` and `credential_repository` find it,
`services/` are the use cases; this module names the ones that others call. May import
`pydash_app.{audit,database,errors,limits,mail,secret_key}`, and to count, pause and delete what a
user has also `pydash_app.dashboard`.
"""

from pydash_app.user.services.account_settings import SettingsChange, change_settings
from pydash_app.user.services.deletion import delete
from pydash_app.user.services.invitations import invite
from pydash_app.user.services.login import (
    Client,
    LogIn,
    OpenSession,
    end_sessions,
    find_by_session,
    log_in,
    log_out,
)
from pydash_app.user.services.login_guard import LoginGuard
from pydash_app.user.services.operating import (
    AccountView,
    add_account,
    delete_account,
    list_accounts,
    mark_verified,
    set_password,
)
from pydash_app.user.services.own_password import change_password, confirm_password
from pydash_app.user.services.password_reset import request_password_reset, reset_password
from pydash_app.user.services.registration import register
from pydash_app.user.services.revocation import Revoked
from pydash_app.user.services.session_list import (
    SessionPage,
    SessionView,
    check_session_owner,
    end_other_sessions,
    end_session,
    list_sessions,
    note_use,
)
from pydash_app.user.services.standing import disable, disable_for, make_admin
from pydash_app.user.services.tokens import (
    NewToken,
    TokenOwner,
    TokenView,
    check_token_owner,
    create_token,
    delete_token,
    delete_tokens,
    find_by_token,
    list_tokens,
)
from pydash_app.user.services.undoing import undo
from pydash_app.user.services.verification import resend_verification, verify
from pydash_app.user.view import UserView

__all__ = [
    "AccountView",
    "Client",
    "LogIn",
    "LoginGuard",
    "NewToken",
    "OpenSession",
    "Revoked",
    "SessionPage",
    "SessionView",
    "SettingsChange",
    "TokenOwner",
    "TokenView",
    "UserView",
    "add_account",
    "change_password",
    "change_settings",
    "check_session_owner",
    "check_token_owner",
    "confirm_password",
    "create_token",
    "delete",
    "delete_account",
    "delete_token",
    "delete_tokens",
    "disable",
    "disable_for",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "find_by_session",
    "find_by_token",
    "invite",
    "list_accounts",
    "list_sessions",
    "list_tokens",
    "log_in",
    "log_out",
    "make_admin",
    "mark_verified",
    "note_use",
    "register",
    "request_password_reset",
    "resend_verification",
    "reset_password",
    "set_password",
    "undo",
    "verify",
]
