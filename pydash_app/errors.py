"""Every expected failure of PyDash, each with a stable code and a sentence fit for a user.

May be imported by everything and imports nothing of PyDash. Who catches a foreign exception
translates it into one of these, with `raise … from error`.
"""

from collections.abc import Mapping


class PydashError(Exception):
    """An expected failure.

    Args:
        message: one or two sentences that say what is wrong and what to do.
        code: a stable word for programs; the class's own by default.
        fields: for each input that is to blame, why.
    """

    code = "error"

    def __init__(
        self, message: str, *, code: str | None = None, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.fields = dict(fields or {})

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel from worker processes to the scheduler, with all that they know.
        return (_rebuild, (type(self), self.message, self.code, self.fields), self.__dict__)


def _rebuild(
    kind: type[PydashError], message: str, code: str, fields: dict[str, str]
) -> PydashError:
    return kind(message, code=code, fields=fields)


class SettingsError(PydashError):
    """A setting has a value that PyDash can't start with."""

    code = "wrong_setting"


class ForeignDatabaseError(SettingsError):
    """What should be PyDash's database is something else, or damaged."""

    code = "foreign_database"


class InvalidInputError(PydashError):
    """What the user sent is missing, malformed or not allowed."""

    code = "invalid_input"


class CallsDroppedError(InvalidInputError):
    """The question needs single calls that are kept no more."""

    code = "calls_dropped"


class ImportSourceError(InvalidInputError):
    """What is to be imported can't be read, or is not what it should be."""

    code = "bad_import_source"


class NotLoggedInError(PydashError):
    """The caller has not said who they are, or not truthfully."""

    code = "not_logged_in"


class NotAllowedError(PydashError):
    """The caller is known, and may not do this."""

    code = "not_allowed"


class NotFoundError(PydashError):
    """There is no such thing."""

    code = "not_found"


class AlreadyExistsError(PydashError):
    """A name or key is taken."""

    code = "already_exists"


class OtherAccountError(PydashError):
    """The request comes from a page that was drawn for another account than it acts for."""

    code = "other_account"


class TooManyRequestsError(PydashError):
    """The caller has done this too often.

    Args:
        message: says so.
        retry_after_s: when it will not be too often any more.
        code: a stable word for programs; the class's own by default.
        fields: for each input that is to blame, why.
    """

    code = "too_many_requests"

    def __init__(
        self,
        message: str,
        *,
        retry_after_s: int = 60,
        code: str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, code=code, fields=fields)
        self.retry_after_s = retry_after_s


class VanishedError(PydashError):
    """What the caller is was deleted while the request was under way."""

    code = "user_not_found"


class UnavailableError(PydashError):
    """The database can't be reached, or is too busy; the same call may work in a moment."""

    code = "unavailable"


class DiskFullError(UnavailableError):
    """The database's disk is full: reading works, storing does not until space is freed."""

    code = "disk_full"


class NewerDatabaseError(PydashError):
    """The database was written by a newer PyDash than this one."""

    code = "newer_database"


class OlderDatabaseError(PydashError):
    """The database was written by an older PyDash, and must be migrated first."""

    code = "older_database"


class BackupError(PydashError):
    """A backup can't be made, read or restored."""

    code = "backup_failed"


class DeposedError(PydashError):
    """Another scheduler has taken the lead over; what was begun before no longer counts."""

    code = "deposed"


class StaleWindowError(PydashError):
    """Somebody else stored this window of calls first; nothing is to be done."""

    code = "stale_window"


class RemoteError(PydashError):
    """A monitored app can't be asked, or does not answer as Flask-MonitoringDashboard would.

    Attributes:
        reason: which row of `docs/refusals.md` it is; the error's code where there is one alone.
    """

    code = "remote_error"
    reason = ""


class InvalidUrlError(RemoteError):
    """The address is no http(s) address."""

    code = "invalid_url"


class AddressRefusedError(RemoteError):
    """The address leads into a network that PyDash may not enter."""

    code = "address_refused"


class UnreadableTokenError(RemoteError):
    """The stored security code was encrypted with another secret key."""

    code = "unreadable_token"


class UnreachableError(RemoteError):
    """Nothing answers there, or the connection broke."""

    code = "unreachable"


class AppBusyError(UnreachableError):
    """The app asks to be left alone for `retry_after_s` seconds."""

    code = "asked_to_wait"
    retry_after_s = 60


class TimedOutError(RemoteError):
    """The app took too long to answer."""

    code = "timed_out"


class WrongTokenError(RemoteError):
    """The answer's signature does not fit the security code."""

    code = "wrong_token"


class NotFmdError(RemoteError):
    """Something answers, but not as Flask-MonitoringDashboard does."""

    code = "not_fmd"


class UnsupportedVersionError(RemoteError):
    """The Flask-MonitoringDashboard there speaks no wire format that PyDash reads."""

    code = "unsupported_version"


class BadRemoteDataError(RemoteError):
    """The answer is signed rightly, but is not made of measurements."""

    code = "bad_remote_data"


class AnswerTooLargeError(RemoteError):
    """The answer is larger than PyDash reads at once; a smaller window may fit."""

    code = "too_large"
