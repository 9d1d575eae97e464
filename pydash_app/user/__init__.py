"""People with an account: registration, verification by mail, sessions.

`entity` holds what is stored, `repository` finds it, `services/` are the use cases; this module
names the ones that others call. May import `pydash_app.{database,errors,mail}`.
"""

from pydash_app.user.services.login import LogIn, find_by_session, log_in, log_out
from pydash_app.user.services.registration import register
from pydash_app.user.services.verification import resend_verification, verify
from pydash_app.user.view import UserView

__all__ = [
    "LogIn",
    "UserView",
    "find_by_session",
    "log_in",
    "log_out",
    "register",
    "resend_verification",
    "verify",
]
